package rtm.main.logging;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.main.settings.type.LogLevel;

/**
 * Sets up the one log on standard error. To be called before anything logs, since the writer reads
 * its settings once. The libraries' own lines are shown from warnings on; those of the clients
 * whose connections the adapters watch and tell of themselves, from errors on. What the console
 * exporter of telemetry prints is no log: it goes to standard output, whatever the level.
 */
public final class LogSetup {

    private static final String WRITER = "org.slf4j.simpleLogger.";

    private LogSetup() {}

    public static void configure(LogLevel level) {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty(WRITER + "logFile", "System.err");
        System.setProperty(WRITER + "showDateTime", "true");
        System.setProperty(WRITER + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        System.setProperty(WRITER + "showThreadName", "false");
        System.setProperty(WRITER + "levelInBrackets", "false");
        System.setProperty(WRITER + "defaultLogLevel", "warn");
        System.setProperty(WRITER + "log.rtm", level.wire());
        System.setProperty(WRITER + "log.io.lettuce", "error");
        System.setProperty(WRITER + "log.io.netty", "error");
        System.setProperty(WRITER + "log.com.zaxxer.hikari", "error");
        LogManager.getLogManager().reset();
        Logger root = LogManager.getLogManager().getLogger("");
        // Set here and not on a logger below: one that nobody holds is made again without it.
        root.setLevel(Level.INFO);
        root.addHandler(new LibraryLines());
        root.addHandler(new ExportedLines(OneLineStream.onStandardOutput()));
    }

    /**
     * Makes every event one line on standard error, whoever writes it, and tells of threads that
     * end by a defect. For the service itself, which does not write there in any other way.
     */
    public static void keepToOneLineAnEvent() {
        System.setErr(OneLineStream.onStandardError());
        Thread.setDefaultUncaughtExceptionHandler((thread, defect) ->
                Log.of(LogSetup.class)
                        .defect(
                                "thread ended by a defect",
                                defect,
                                LogField.of("thread", thread.getName())));
    }
}
