package rtm.main.training;

import java.util.List;
import rtm.domain.log.Log;

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
                    new PlainCodeExercise(),
                    new HttpExercise(),
                    new DockerExercise(),
                    new PostgresExercise());

    private Training() {}

    /**
     * Runs all exercises.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        // Exits without waiting for threads of the libraries, such as timers and idle connections.
        System.exit(exitCode());
    }

    private static int exitCode() {
        try {
            for (Exercise exercise : EXERCISES) {
                exercise.run();
            }
            return 0;
        } catch (Exception | Error failed) {
            Log.of(Training.class).defect("the training failed", failed);
            return 1;
        }
    }
}
