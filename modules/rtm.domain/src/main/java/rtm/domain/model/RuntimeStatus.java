package rtm.domain.model;

/** The three states of a runtime record, by name. */
public enum RuntimeStatus implements WireName {
    RUNNING,
    STOPPED,
    REMOVED
}
