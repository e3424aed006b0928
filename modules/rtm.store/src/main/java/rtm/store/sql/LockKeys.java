package rtm.store.sql;

/**
 * The first numbers of the keys of all advisory locks that have two. Each purpose has its own, so
 * that none waits for another one's, and a look at {@code pg_locks} finds what it means. That of a
 * process is one number instead.
 */
public final class LockKeys {

    /** Of the intake; the second number is 1. */
    public static final int INTAKE = 1920233837;

    /** Of a node; the second number is that of the node. The schema's own checks use it too. */
    public static final int NODE = 1920233838;

    /** By which a session says where its process answers; the second number is the port. */
    public static final int PORT = 1920233839;

    /** Of placing games; the second number is 1. */
    public static final int PLACING = 1920233840;

    /** Of a host name; the second number is its hash. */
    public static final int HOST_NAME = 1920233841;

    private LockKeys() {}
}
