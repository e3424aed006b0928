package rtm.main.logging;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.main.settings.type.LogLevel;

/**
 * Sets up the log on standard error. Call it before anything logs, because the writer reads its
 * settings only once. Libraries log from warnings on; clients whose connections the adapters log
 * themselves, from errors on. The output of telemetry's console exporter is not a log: it goes to
 * standard output at every level.
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
        // Set on the root: a logger that is not referenced is garbage-collected and loses its
        // level.
        root.setLevel(Level.INFO);
        root.addHandler(new LibraryLines());
        root.addHandler(new ExportedLines(OneLineStream.onStandardOutput()));
    }

    /**
     * Makes every event one line on standard error, no matter what writes it, and logs threads that
     * end because of a defect. For the service itself, which writes nothing else there.
     */
    public static void keepToOneLineAnEvent() {
        System.setErr(
                OneLineStream.onStandardError(
                        JournalPriority.marks(
                                Optional.ofNullable(System.getenv("JOURNAL_STREAM")))));
        Thread.setDefaultUncaughtExceptionHandler((thread, defect) ->
                Log.of(LogSetup.class)
                        .defect(
                                "thread ended because of a defect",
                                defect,
                                LogField.of("thread", thread.getName())));
    }
}
