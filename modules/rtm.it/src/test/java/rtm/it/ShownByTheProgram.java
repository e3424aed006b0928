package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rtm.testkit.server.ServiceProcess;
import rtm.testkit.server.ServiceProcess.Run;

/** Makes a test that {@link Shows} a setting prove that the packaged program ran with it. */
final class ShownByTheProgram implements BeforeEachCallback, AfterEachCallback {

    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(ShownByTheProgram.class);

    /**
     * What there was when the test began.
     *
     * @param running the programs that ran
     * @param started how many had been started
     */
    private record Before(List<Run> running, int started) {}

    @Override
    public void beforeEach(ExtensionContext test) {
        List<Run> runs = ServiceProcess.runs();
        Before before = new Before(runs.stream().filter(Run::isAlive).toList(), runs.size());
        test.getStore(OURS).put(Before.class, before);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            return;
        }
        Before before = Objects.requireNonNull(test.getStore(OURS).get(Before.class, Before.class));
        List<Run> runs = new ArrayList<>(before.running());
        List<Run> all = ServiceProcess.runs();
        runs.addAll(all.subList(before.started(), all.size()));
        Map<String, String> defaults = DocumentedSettings.defaults();
        for (String setting : test.getRequiredTestMethod().getAnnotation(Shows.class).value()) {
            assertThat(runs)
                    .as("programs that ran with a %s that is not its default", setting)
                    .anyMatch(run ->
                            run.environment().containsKey(setting)
                                    && !run.environment()
                                            .get(setting)
                                            .equals(defaults.get(setting)));
        }
    }
}
