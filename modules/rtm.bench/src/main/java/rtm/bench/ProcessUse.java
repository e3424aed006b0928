package rtm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process uses, as the kernel counts it. */
final class ProcessUse {

    /** The unit of processor times in {@code /proc}, the same on all Linux systems of today. */
    private static final double TICKS_A_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final double KIB_A_MIB = 1024;

    private final Path process;

    ProcessUse(long pid) {
        process = Path.of("/proc", Long.toString(pid));
    }

    /** The processor time since its start. */
    double processorSeconds() throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        // The program's name, in brackets, may contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
                / TICKS_A_SECOND;
    }

    double residentMib() throws IOException {
        return status("VmRSS:") / KIB_A_MIB;
    }

    /** The most that was resident since the start, or since {@link #forgetPeak}. */
    double peakMib() throws IOException {
        return status("VmHWM:") / KIB_A_MIB;
    }

    void forgetPeak() throws IOException {
        Files.writeString(process.resolve("clear_refs"), "5");
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
