package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rtm.main.settings.type.Parsed;

class VariablesTest {

    private static final List<Class<?>> HOLDERS =
            List.of(
                    ProcessVariables.class,
                    HttpVariables.class,
                    StoreVariables.class,
                    StreamsVariables.class,
                    DockerVariables.class,
                    EngineVariables.class,
                    StateVariables.class,
                    WorkerVariables.class,
                    NodeVariables.class,
                    TelemetryVariables.class);

    @Test
    void everyVariableThatIsDeclaredIsInTheTable() throws IllegalAccessException {
        assertThat(declared()).hasSizeGreaterThan(50);
        assertThat(Variables.all().toList()).containsExactlyInAnyOrderElementsOf(declared());
    }

    private static List<Variable<?>> declared() throws IllegalAccessException {
        List<Variable<?>> variables = new ArrayList<>();
        for (Class<?> holder : HOLDERS) {
            for (Field field : holder.getDeclaredFields()) {
                if (field.getType() == Variable.class) {
                    variables.add((Variable<?>) field.get(holder));
                }
            }
        }
        return variables;
    }

    @Test
    void noNameComesTwice() {
        assertThat(Variables.all().map(Variable::name)).doesNotHaveDuplicates();
    }

    @Test
    void fourVariablesAreRequired() {
        assertThat(Variables.all().filter(Variable::required).map(Variable::name))
                .containsExactlyInAnyOrder(
                        "RTMANAGER_POSTGRES_PRIMARY_DSN",
                        "RTMANAGER_REDIS_MASTER_ADDR",
                        "RTMANAGER_REDIS_PASSWORD",
                        "RTMANAGER_GAME_STATE_ROOT");
    }

    @Test
    void whatHoldsASecretIsKept() {
        assertThat(
                        Variables.all()
                                .filter(variable -> variable.secrecy() != Secrecy.NONE)
                                .map(Variable::name))
                .containsExactlyInAnyOrder(
                        "RTMANAGER_INTERNAL_HTTP_TOKEN",
                        "RTMANAGER_INTERNAL_HTTP_READ_TOKEN",
                        "RTMANAGER_POSTGRES_PRIMARY_DSN",
                        "RTMANAGER_REDIS_PASSWORD",
                        "RTMANAGER_DOCKER_LOG_OPTS");
    }

    @ParameterizedTest
    @MethodSource("optional")
    void aDefaultIsAcceptedByItsOwnType(Variable<?> variable) {
        assertThat(variable.type().parser().apply(variable.fallback()))
                .isInstanceOf(Parsed.Value.class);
    }

    static Stream<Variable<?>> optional() {
        return Variables.all().filter(variable -> !variable.required());
    }

    @Test
    void everyVariableSaysWhatItIs() {
        assertThat(Variables.all())
                .allSatisfy(variable -> {
                    assertThat(variable.name()).matches("RTMANAGER_[A-Z_]+");
                    assertThat(variable.meaning()).endsWith(".").doesNotContain("|");
                    assertThat(variable.type().accepted()).doesNotContain("|");
                });
    }
}
