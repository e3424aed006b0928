package rtm.domain.model;

/** Which observer wrote a health snapshot. */
public enum HealthSource implements WireName {
    OPERATION,
    DOCKER_EVENT,
    INSPECT,
    PROBE,
    RECONCILE
}
