package rtm.domain.model;

/** The two streams that bring jobs from Lobby; on equal entry ids a start goes first. */
public enum JobStream implements WireName {
    START_JOBS,
    STOP_JOBS
}
