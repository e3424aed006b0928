package rtm.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import rtm.domain.log.LogField;
import rtm.testkit.server.ServiceProcess;

/**
 * What the idle program uses: without engines, and with many running engines that it probes and
 * inspects at the default intervals. Fails if 100 engines cost more than their limits.
 */
final class IdleCost {

    private static final int SLICES = 6;
    private static final int SLICE_SECONDS = 60;

    private final ProcessUse use;

    private IdleCost(ServiceProcess service) {
        use = new ProcessUse(service.pid());
    }

    static void measure(Scene scene, int engines) throws IOException, InterruptedException {
        IdleCost cost = new IdleCost(scene.service());
        cost.slice("no engines");
        for (int i = 0; i < engines; i++) {
            scene.start("idle-" + i);
        }
        double share = 0;
        for (int i = 0; i < SLICES; i++) {
            share += cost.slice(engines + " engines") / SLICES;
        }
        SizeFigures.limit(new Limits(), engines, share * 100, cost.use.residentMegabytes()).check();
    }

    private double slice(String what) throws IOException, InterruptedException {
        double before = use.processorSeconds();
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(SLICE_SECONDS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double share = (use.processorSeconds() - before) / seconds;
        Figures.log(
                what,
                LogField.of("core_percent", Figures.decimal(share * 100)),
                LogField.of("resident_mib", Figures.decimal(use.residentMib())));
        return share;
    }
}
