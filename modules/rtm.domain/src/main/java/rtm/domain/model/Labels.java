package rtm.domain.model;

/** The labels that this service puts on its containers, and those it reads from images. */
public final class Labels {

    /** Marks a container as managed by this service. */
    public static final String OWNER = "com.galaxy.owner";

    /** The value of {@link #OWNER}. */
    public static final String OWNER_VALUE = "rtmanager";

    /** The game of a container. */
    public static final String GAME_ID = "com.galaxy.game_id";

    /** What a container is for. */
    public static final String KIND = "com.galaxy.kind";

    /** The value of {@link #KIND}. */
    public static final String KIND_VALUE = "game-engine";

    /** The image reference that a container was created from. */
    public static final String ENGINE_IMAGE_REF = "com.galaxy.engine_image_ref";

    /** When a container was started, in milliseconds of the epoch. */
    public static final String STARTED_AT_MS = "com.galaxy.started_at_ms";

    /** The operation that created a container; containers created by hand have none. */
    public static final String OPERATION_ID = "com.galaxy.operation_id";

    /**
     * The database of the service that created a container, as its {@code database_identity} has
     * it; earlier versions and people set none.
     */
    public static final String DATABASE_ID = "com.galaxy.database_id";

    /** The name of the node that a container is on, if there are several; nothing reads it. */
    public static final String NODE = "com.galaxy.node";

    /** On an image: the processors that its engine may use. */
    public static final String CPU_QUOTA = "com.galaxy.cpu_quota";

    /** On an image: the memory that its engine may use. */
    public static final String MEMORY = "com.galaxy.memory";

    /** On an image: the processes and threads that its engine may have. */
    public static final String PIDS_LIMIT = "com.galaxy.pids_limit";

    private Labels() {}
}
