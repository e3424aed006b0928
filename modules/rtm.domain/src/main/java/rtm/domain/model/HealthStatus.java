package rtm.domain.model;

/** The last observed health of an engine. */
public enum HealthStatus implements WireName {
    /** It was started, and no probe has succeeded yet. */
    STARTING,
    HEALTHY,
    EXITED,
    OOM,
    CONTAINER_DISAPPEARED,
    INSPECT_UNHEALTHY,
    PROBE_FAILED,
    STOPPED
}
