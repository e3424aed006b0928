package rtm.main.settings.type;

import rtm.domain.model.Wire;

/** The least level of log line that is written. */
public enum LogLevel implements Wire {
    DEBUG,
    INFO,
    WARN,
    ERROR
}
