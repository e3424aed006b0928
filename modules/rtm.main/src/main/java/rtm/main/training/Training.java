package rtm.main.training;

import java.util.List;

/**
 * The entry point of the training run: runs one exercise after the other; the first failure ends
 * it.
 */
public final class Training {

    private static final List<Exercise> EXERCISES =
            List.of(
                    // First, because the first log line sets up the log.
                    new ServiceExercise(),
                    new OwnClasses(),
                    new HttpExercise(),
                    new RedisExercise(),
                    new DockerExercise(),
                    new PostgresExercise());

    private Training() {}

    /**
     * Runs all exercises.
     *
     * @param arguments none
     * @throws Exception of the first exercise that failed
     */
    public static void main(String[] arguments) throws Exception {
        for (Exercise exercise : EXERCISES) {
            exercise.run();
        }
        // Exits without waiting for threads of the libraries, such as timers and idle connections.
        System.exit(0);
    }
}
