package rtm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process uses, as the kernel counts it. */
final class ProcessUse {

    /** The unit of processor times in {@code /proc}, the same on all Linux systems of today. */
    private static final double TICKS_A_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int USER_TIME_OF_CHILDREN = 13;
    private static final int SYSTEM_TIME_OF_CHILDREN = 14;
    private static final double KIB_A_MIB = 1024;
    private static final double MIB_A_MEGABYTE = 1024 * 1024 / 1e6;

    private final Path process;

    ProcessUse(long pid) {
        process = Path.of("/proc", Long.toString(pid));
    }

    /** This process. */
    static ProcessUse self() {
        return new ProcessUse(ProcessHandle.current().pid());
    }

    /** The processor time since its start. */
    double processorSeconds() throws IOException {
        return seconds(USER_TIME, SYSTEM_TIME);
    }

    /** The processor time of its children that have ended, and of theirs. */
    double childrenSeconds() throws IOException {
        return seconds(USER_TIME_OF_CHILDREN, SYSTEM_TIME_OF_CHILDREN);
    }

    private double seconds(int user, int system) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        // The program's name, in brackets, may contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[user]) + Long.parseLong(fields[system])) / TICKS_A_SECOND;
    }

    /** In units of 1,000,000 bytes. */
    double residentMegabytes() throws IOException {
        return residentMib() * MIB_A_MEGABYTE;
    }

    double residentMib() throws IOException {
        return status("VmRSS:") / KIB_A_MIB;
    }

    /** {@link #peakMib} in units of 1,000,000 bytes. */
    double peakMegabytes() throws IOException {
        return peakMib() * MIB_A_MEGABYTE;
    }

    /** The most that was resident since the start, or since {@link #forgetPeak}. */
    double peakMib() throws IOException {
        return status("VmHWM:") / KIB_A_MIB;
    }

    void forgetPeak() throws IOException {
        Files.writeString(process.resolve("clear_refs"), "5");
    }

    long threads() throws IOException {
        return status("Threads:");
    }

    /** How many files and sockets are open. */
    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.count();
        }
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
