package rtm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationTest {

    @Test
    void theListIsTheFolder() throws Exception {
        URI folder = MigrationTest.class.getResource("schema").toURI();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).containsExactlyInAnyOrderElementsOf(Migration.FILES);
        }
    }

    @Test
    void versionsStartAtOneWithoutGaps() {
        List<Migration> all = Migration.all();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).version()).isEqualTo(i + 1);
        }
    }

    @Test
    void everyMigrationAfterTheFirstStatesTheOldestProgramThatMayRunOnIt() {
        for (Migration migration : Migration.all().subList(1, Migration.all().size())) {
            assertThat(migration.text())
                    .as(migration.file())
                    .containsPattern(
                            "INSERT INTO schema_versions \\(version, oldest_version\\) VALUES .*\\(%d, \\d+\\);"
                                    .formatted(migration.version()));
        }
    }
}
