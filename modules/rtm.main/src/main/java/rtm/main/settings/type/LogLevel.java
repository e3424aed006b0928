package rtm.main.settings.type;

import rtm.domain.model.WireName;

/** The least level of log line that is written. */
public enum LogLevel implements WireName {
    DEBUG,
    INFO,
    WARN,
    ERROR
}
