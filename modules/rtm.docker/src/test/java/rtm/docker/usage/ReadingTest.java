package rtm.docker.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {

    private static final String ID = "1f2a";

    @TempDir private Path root;

    private void write(String folder, Map<String, String> files) throws IOException {
        Path group = Files.createDirectories(root.resolve(folder));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(group.resolve(file.getKey()), file.getValue());
        }
    }

    private Optional<Reading> read() {
        return Reading.of(new CgroupFiles(root), ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/1f2a", "system.slice/docker-1f2a.scope"})
    void theUnifiedTreeIsReadWithBothDrivers(String folder) throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "cpu memory pids\n");
        write(
                folder,
                Map.of(
                        "cpu.stat", "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n",
                        "cpu.max", "50000 100000\n",
                        "memory.current", "1000000\n",
                        "memory.stat", "anon 1\ninactive_file 400000\nactive_file 2\n",
                        "memory.max", "536870912\n",
                        "pids.current", "12\n",
                        "pids.max", "512\n"));

        Reading reading = read().orElseThrow();

        assertThat(reading.cpuNanos()).isEqualTo(1_500_000);
        assertThat(reading.cpuLimitMillicores()).contains(500L);
        assertThat(reading.memoryBytes()).contains(600_000L);
        assertThat(reading.memoryLimitBytes()).contains(536870912L);
        assertThat(reading.pids()).contains(12L);
        assertThat(reading.pidsLimit()).contains(512L);
    }

    @Test
    void withoutLimitsThereAreNone() throws IOException {
        Files.writeString(root.resolve("cgroup.controllers"), "");
        write(
                "docker/" + ID,
                Map.of(
                        "cpu.stat", "usage_usec 1\n",
                        "cpu.max", "max 100000\n",
                        "memory.max", "max\n",
                        "pids.max", "max\n"));

        Reading reading = read().orElseThrow();

        assertThat(reading.cpuLimitMillicores()).isEmpty();
        assertThat(reading.memoryBytes()).isEmpty();
        assertThat(reading.memoryLimitBytes()).isEmpty();
        assertThat(reading.pidsLimit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/1f2a", "system.slice/docker-1f2a.scope"})
    void separateTreesAreReadWithBothDrivers(String folder) throws IOException {
        write("cpuacct/" + folder, Map.of("cpuacct.usage", "2000\n"));
        write(
                "cpu/" + folder,
                Map.of("cpu.cfs_quota_us", "200000\n", "cpu.cfs_period_us", "100000\n"));
        write(
                "memory/" + folder,
                Map.of(
                        "memory.usage_in_bytes", "1000\n",
                        "memory.stat", "inactive_file 1\ntotal_inactive_file 300\n",
                        "memory.limit_in_bytes", "9223372036854771712\n"));
        write("pids/" + folder, Map.of("pids.current", "3\n", "pids.max", "max\n"));

        Reading reading = read().orElseThrow();

        assertThat(reading.cpuNanos()).isEqualTo(2000);
        assertThat(reading.cpuLimitMillicores()).contains(2000L);
        assertThat(reading.memoryBytes()).contains(700L);
        assertThat(reading.memoryLimitBytes()).isEmpty();
        assertThat(reading.pids()).contains(3L);
        assertThat(reading.pidsLimit()).isEmpty();
    }

    @Test
    void aContainerWithoutAGroupHasNoReading() throws IOException {
        assertThat(read()).isEmpty();
        Files.writeString(root.resolve("cgroup.controllers"), "");
        assertThat(read()).isEmpty();
    }

    @Test
    void processorTimeIsThatBetweenTwoLooks() {
        Reading first = at(1_000_000_000, 5_000);
        Reading second = at(1_500_000_000, 5_000 + 125_000_000);

        assertThat(second.millicoresSince(first)).contains(250L);
        assertThat(first.millicoresSince(second)).isEmpty();
        assertThat(at(2_000_000_000, 1).millicoresSince(first)).isEmpty();
    }

    private static Reading at(long nanos, long cpu) {
        Optional<Long> none = Optional.empty();
        return new Reading(nanos, cpu, none, none, none, none, none);
    }
}
