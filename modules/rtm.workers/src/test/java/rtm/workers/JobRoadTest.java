package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rtm.domain.fake.CapturedLog;

/**
 * The number of frames between a job's mailbox and Docker: the fewer, the easier to read a stack.
 */
class JobRoadTest {

    private static final int MOST_FRAMES = 16;

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private WorkersWorld world;

    @BeforeEach
    void open(@TempDir Path root) {
        world = new WorkersWorld(root);
    }

    @AfterEach
    void close() throws InterruptedException {
        world.close();
    }

    @Test
    void fewFramesOfThisServiceAreOnTheStackWhenAContainerIsCreated() throws Exception {
        AtomicReference<List<String>> stack = new AtomicReference<>(List.of());
        TestProcess process = world.process();
        process.gate.before((call, _) -> {
            if (call.equals("ContainerDaemon.create")) {
                stack.set(ownFrames());
            }
        });
        process.start();
        world.start("chess");
        world.awaitResults(1);
        assertThat(stack.get())
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(MOST_FRAMES)
                .first()
                .asString()
                .startsWith("EngineLauncher.");
    }

    private static List<String> ownFrames() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames ->
                        frames.filter(frame -> isShipped(frame.getDeclaringClass()))
                                .map(frame ->
                                        frame.getDeclaringClass().getSimpleName()
                                                + "."
                                                + frame.getMethodName())
                                .toList());
    }

    private static boolean isShipped(Class<?> type) {
        return type.getName().startsWith("rtm.")
                && !type.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath()
                        .matches(".*(test-classes/|-tests\\.jar)");
    }
}
