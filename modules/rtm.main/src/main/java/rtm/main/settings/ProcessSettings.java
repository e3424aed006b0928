package rtm.main.settings;

import java.time.Duration;
import rtm.main.settings.type.LogLevel;

/**
 * The settings of the process itself.
 *
 * @param logLevel the lowest level that is written
 * @param shutdownTimeout how long all parts together may take to stop
 * @param acceptDaemonChange whether to boot although a different Docker daemon answers
 * @param acceptDatabaseChange whether to boot although Redis belongs to another database
 */
public record ProcessSettings(
        LogLevel logLevel,
        Duration shutdownTimeout,
        boolean acceptDaemonChange,
        boolean acceptDatabaseChange) {}
