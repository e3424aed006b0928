package rtm.bench.peer;

import java.util.List;

/** The engine that all start, with the limits that the service sets by default. */
public final class Engine {

    /** Its image. */
    public static final String IMAGE = "galaxy/test-engine:ok";

    static final long MEMORY_BYTES = 512L << 20;
    static final long NANO_PROCESSORS = 1_000_000_000;
    static final long PROCESSES = 512;

    /** The limits as Docker's and Podman's command lines take them. */
    static final List<String> LIMITS =
            List.of("--memory=512m", "--memory-swap=512m", "--cpus=1", "--pids-limit=512");

    private Engine() {}
}
