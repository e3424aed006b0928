package rtm.bench.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same for many names in parallel. */
public final class AtOnce {

    private AtOnce() {}

    /** What is done. */
    public interface Task {

        /** For one name. */
        void run(String name) throws Exception;
    }

    /** For all at the same time. */
    static void run(List<String> names, Task task) throws ExecutionException, InterruptedException {
        run(names.size(), names, task);
    }

    /**
     * For up to {@code parallel} at the same time; returns when all are done.
     *
     * @throws ExecutionException if one failed; the others were tried
     */
    public static void run(int parallel, List<String> names, Task task)
            throws ExecutionException, InterruptedException {
        List<Future<?>> tasks = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
            for (String name : names) {
                tasks.add(
                        threads.submit(() -> {
                            task.run(name);
                            return name;
                        }));
            }
        }
        for (Future<?> each : tasks) {
            each.get();
        }
    }
}
