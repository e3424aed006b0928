package rtm.main.settings.type;

import rtm.domain.model.WireName;

/** The lowest level of log lines that is written. */
public enum LogLevel implements WireName {
    DEBUG,
    INFO,
    WARN,
    ERROR
}
