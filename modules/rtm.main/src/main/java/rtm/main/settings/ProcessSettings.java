package rtm.main.settings;

import java.time.Duration;
import rtm.main.settings.type.LogLevel;

/**
 * What is settled for the process itself.
 *
 * @param logLevel the least level that is written
 * @param shutdownTimeout how long the parts may take to stop, all together
 * @param acceptEngineChange whether to boot although another Docker daemon answers
 */
public record ProcessSettings(
        LogLevel logLevel, Duration shutdownTimeout, boolean acceptEngineChange) {}
