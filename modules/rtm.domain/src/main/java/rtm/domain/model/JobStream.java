package rtm.domain.model;

/** The two streams of jobs from Lobby; on equal entry ids a start comes first. */
public enum JobStream implements WireName {
    START_JOBS,
    STOP_JOBS
}
