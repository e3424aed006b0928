package rtm.domain.model;

/** What was last seen of an engine's health. */
public enum HealthStatus implements WireName {
    HEALTHY,
    EXITED,
    OOM,
    CONTAINER_DISAPPEARED,
    INSPECT_UNHEALTHY,
    PROBE_FAILED,
    STOPPED
}
