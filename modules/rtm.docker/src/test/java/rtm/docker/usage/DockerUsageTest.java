package rtm.docker.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rtm.docker.api.DockerJson;
import rtm.domain.model.EngineUsage;

class DockerUsageTest {

    private static Optional<EngineUsage> usage(String json) throws IOException {
        return DockerUsage.of(DockerJson.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void dockersFiguresAreThoseOfTheKernel() throws IOException {
        assertThat(
                        usage(
                                """
                                {"cpu_stats":{"cpu_usage":{"total_usage":3000},
                                  "system_cpu_usage":20000,"online_cpus":4},
                                 "precpu_stats":{"cpu_usage":{"total_usage":1000},
                                  "system_cpu_usage":10000},
                                 "memory_stats":{"usage":5000,"limit":9000,
                                  "stats":{"inactive_file":2000}},
                                 "pids_stats":{"current":7,"limit":512}}
                                """))
                .contains(
                        new EngineUsage(
                                EngineUsage.Source.DOCKER,
                                Optional.of(800L),
                                Optional.empty(),
                                Optional.of(3000L),
                                Optional.of(9000L),
                                Optional.of(7L),
                                Optional.of(512L)));
    }

    @Test
    void aStoppedContainerUsesNothing() throws IOException {
        assertThat(usage("{\"memory_stats\":{},\"cpu_stats\":{}}")).isEmpty();
        assertThat(usage("{}")).isEmpty();
    }

    @Test
    void nonsenseIsUnknown() throws IOException {
        EngineUsage usage =
                usage(
                                """
                                {"cpu_stats":{"cpu_usage":{"total_usage":"x"},"online_cpus":0},
                                 "memory_stats":{"usage":1,"limit":1e30},
                                 "pids_stats":{"current":-1.5,"limit":18446744073709551615}}
                                """)
                        .orElseThrow();

        assertThat(usage.cpuMillicores()).isEmpty();
        assertThat(usage.memoryLimitBytes()).isEmpty();
        assertThat(usage.pids()).isEmpty();
        assertThat(usage.pidsLimit()).isEmpty();
    }
}
