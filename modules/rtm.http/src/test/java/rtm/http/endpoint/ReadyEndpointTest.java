package rtm.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rtm.domain.fake.CapturedLog;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

class ReadyEndpointTest {

    @RegisterExtension private final CapturedLog log = new CapturedLog();
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
    private final ReadyEndpoint endpoint =
            new ReadyEndpoint(Optional::empty, List.of(new Check(trouble)));

    /** Fails with the trouble that it is given. */
    private record Check(AtomicReference<@Nullable String> trouble) implements DependencyCheck {
        @Override
        public Dependency dependency() {
            return Dependency.POSTGRES;
        }

        @Override
        public void check() {
            String words = trouble.get();
            if (words != null) {
                throw new DependencyUnavailableException(Dependency.POSTGRES, words, null);
            }
        }
    }

    @Test
    void whatItAnswersIsLoggedOncePerCauseAndWhenItIsOver() {
        ask();
        assertThat(log.lines()).isEmpty();
        trouble.set("a right is missing");
        ask();
        ask();
        trouble.set("a table is locked");
        ask();
        trouble.set(null);
        ask();
        ask();
        assertThat(log.lines("WARN", "not ready", "dependency=postgres")).hasSize(2);
        assertThat(log.lines("WARN", "a right is missing")).hasSize(1);
        assertThat(log.lines("WARN", "a table is locked")).hasSize(1);

        trouble.set("a table is locked");
        ask();
        assertThat(log.lines("WARN", "a table is locked")).hasSize(2);
    }

    @SuppressWarnings("NullAway") // The request is not read.
    private void ask() {
        endpoint.answer(null);
    }
}
