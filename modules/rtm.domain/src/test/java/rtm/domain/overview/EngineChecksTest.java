package rtm.domain.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtm.domain.model.Dependency;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.port.DependencyCheck;

class EngineChecksTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final List<String> made = new ArrayList<>();
    private final List<String> failing = new ArrayList<>();

    private final class Named implements DependencyCheck {
        private final String name;
        private final Dependency dependency;

        Named(String name, Dependency dependency) {
            this.name = name;
            this.dependency = dependency;
        }

        @Override
        public Dependency dependency() {
            return dependency;
        }

        @Override
        public void check() {
            made.add(name);
            if (failing.contains(name)) {
                throw new DependencyUnavailableException(dependency, name + " fails", null);
            }
        }
    }

    private EngineChecks checks(Duration pause) {
        return new EngineChecks(
                List.of(
                        new Named("store", Dependency.POSTGRES),
                        new Named("streams", Dependency.REDIS),
                        new Named("ping", Dependency.DOCKER),
                        new Named("network", Dependency.DOCKER)),
                pause);
    }

    @Test
    void allOfThisMachineAreMadeAtFirstAndThenTheFirstOne() {
        EngineChecks checks = checks(LONG);
        checks.check();
        checks.check();
        checks.check();
        assertThat(made).containsExactly("ping", "network", "ping", "ping");
    }

    @Test
    void allAreMadeAgainAfterThePause() {
        EngineChecks checks = checks(Duration.ZERO);
        checks.check();
        checks.check();
        assertThat(made).containsExactly("ping", "network", "ping", "network");
    }

    @Test
    void allAreMadeUntilTheyPassAfterOneFailed() {
        EngineChecks checks = checks(LONG);
        checks.check();
        failing.add("ping");
        assertThatThrownBy(checks::check).hasMessageContaining("ping fails");
        failing.clear();
        failing.add("network");
        assertThatThrownBy(checks::check).hasMessageContaining("network fails");
        assertThatThrownBy(checks::check).hasMessageContaining("network fails");
        failing.clear();
        made.clear();
        checks.check();
        checks.check();
        assertThat(made).containsExactly("ping", "network", "ping");
    }
}
