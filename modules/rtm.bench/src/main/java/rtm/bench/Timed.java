package rtm.bench;

/** Work whose duration is measured. */
@FunctionalInterface
interface Timed {

    void run() throws Exception;

    /** How long it takes, in nanoseconds. */
    static long nanos(Timed work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }
}
