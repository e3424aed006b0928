package rtm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import rtm.domain.log.LogField;
import rtm.testkit.server.ServiceProcess;

/**
 * What the idle program uses: without engines, and with many running engines that it probes and
 * inspects at the default intervals.
 */
final class IdleCost {

    private static final int SLICES = 6;
    private static final int SLICE_SECONDS = 60;

    /** The unit of processor times in {@code /proc}, the same on all Linux systems of today. */
    private static final double TICKS_A_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final ServiceProcess service;

    private IdleCost(ServiceProcess service) {
        this.service = service;
    }

    static void measure(Scene scene, int engines) throws IOException, InterruptedException {
        IdleCost cost = new IdleCost(scene.service());
        cost.slice("no engines");
        for (int i = 0; i < engines; i++) {
            scene.start("idle-" + i);
        }
        for (int i = 0; i < SLICES; i++) {
            cost.slice(engines + " engines");
        }
    }

    private void slice(String what) throws IOException, InterruptedException {
        double before = processorSeconds();
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(SLICE_SECONDS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double share = (processorSeconds() - before) / seconds;
        Figures.log(
                what,
                LogField.of("core_percent", Figures.decimal(share * 100)),
                LogField.of("resident_mib", Figures.decimal(resident() / 1024.0)));
    }

    private double processorSeconds() throws IOException {
        String stat = Files.readString(process("stat"));
        // The program's name, in brackets, may contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
                / TICKS_A_SECOND;
    }

    /** In KiB. */
    private long resident() throws IOException {
        return Files.readAllLines(process("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private Path process(String file) {
        return Path.of("/proc", Long.toString(service.pid()), file);
    }
}
