package rtm.main;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.main.logging.LogSetup;
import rtm.main.settings.Settings;
import rtm.main.settings.type.LogLevel;
import rtm.main.systemd.ServiceManager;
import rtm.main.telemetry.BootFailure;
import rtm.main.telemetry.Version;

/** The command {@code serve}: starts the service, waits for a signal, stops. */
public final class Serve {

    private static final int DONE = 0;
    private static final int FAILED = 1;

    private Serve() {}

    /**
     * Serves until it receives a signal.
     *
     * @param environment the environment variables with the settings
     * @return the exit code
     */
    public static int run(Map<String, String> environment) {
        LogSetup.keepToOneLineAnEvent();
        Settings.Reading reading = Settings.read(environment);
        LogSetup.configure(
                switch (reading) {
                    case Settings.Loaded(Settings settings, _) -> settings.process().logLevel();
                    case Settings.Invalid _ -> LogLevel.INFO;
                });
        Log log = Log.of(Serve.class);
        return reading.report(log::warn, log::error)
                .map(settings -> serve(settings, environment, log))
                .orElse(FAILED);
    }

    private static int serve(Settings settings, Map<String, String> environment, Log log) {
        CountDownLatch stopAsked = new CountDownLatch(1);
        Signals.handle("TERM", stopAsked::countDown);
        Signals.handle("INT", stopAsked::countDown);
        Signals.handle(
                "HUP",
                () ->
                        log.info(
                                "signal ignored; restart the process to reconcile or reconfigure",
                                LogField.of("signal", "SIGHUP")));
        log.info(
                "runtime manager starts",
                LogField.of("version", Version.current()),
                LogField.of("pid", ProcessHandle.current().pid()));
        try (Service service =
                Boot.start(
                        settings,
                        environment,
                        () -> Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        UUID::randomUUID)) {
            Optional<ServiceManager> manager = manager(environment, service);
            HeapWatch heap = HeapWatch.ofThisProcess();
            Duration pause = heap.look();
            while (!stopAsked.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = heap.look();
            }
            log.info("runtime manager stops");
            manager.ifPresent(found -> found.stopping(settings.process().shutdownTimeout()));
            service.stop(settings.process().shutdownTimeout());
        } catch (BootFailure failure) {
            failure.sentences().forEach(log::error);
            return FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
        log.info("runtime manager stopped");
        return DONE;
    }

    /** Only where systemd asks for it: loading it costs time and memory. */
    private static Optional<ServiceManager> manager(
            Map<String, String> environment, Service service) {
        if (environment.getOrDefault(ServiceManager.SOCKET, "").isEmpty()) {
            return Optional.empty();
        }
        ServiceManager manager = ServiceManager.of(environment);
        manager.ready(service.loops());
        service.listen(phase -> manager.status(phase.wire().replace('_', ' ')));
        return Optional.of(manager);
    }
}
