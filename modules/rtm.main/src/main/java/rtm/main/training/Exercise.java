package rtm.main.training;

/** Uses the service, or one library as the service does. */
interface Exercise {

    void run() throws Exception;

    /**
     * Checks a result of the exercise.
     *
     * @throws IllegalStateException if the results differ
     */
    static void expect(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException("Expected " + expected + ", but got " + actual);
        }
    }
}
