package rtm.main.training;

import java.util.List;
import rtm.domain.log.Log;

/**
 * The entry point of the training run: runs one exercise after the other; the first failure ends
 * it.
 */
public final class Training {

    private Training() {}

    /**
     * Runs all exercises.
     *
     * @param arguments the program to run while the service is ready, without its last argument,
     *     the URL
     */
    public static void main(String[] arguments) {
        // Exits without waiting for threads of the libraries, such as timers and idle connections.
        System.exit(exitCode(List.of(arguments)));
    }

    private static int exitCode(List<String> trial) {
        try {
            for (Exercise exercise : exercises(trial)) {
                exercise.run();
            }
            return 0;
        } catch (Exception | Error failed) {
            Log.of(Training.class).defect("the training failed", failed);
            return 1;
        }
    }

    private static List<Exercise> exercises(List<String> trial) {
        return List.of(
                // First, because the first log line sets up the log.
                new ServiceExercise(trial),
                new OwnClasses(),
                new PlainCodeExercise(),
                new DockerExercise(),
                new PostgresExercise());
    }
}
