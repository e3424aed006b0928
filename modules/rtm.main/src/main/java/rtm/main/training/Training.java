package rtm.main.training;

import java.util.List;

/** The entry of the training run: one exercise after the other, the first failure ends it. */
public final class Training {

    private static final List<Exercise> EXERCISES =
            List.of(
                    // The first, since the log is set up by the first who logs.
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
        // Not waiting for what the libraries leave behind: a timer, an idle connection.
        System.exit(0);
    }
}
