package rtm.main.training;

import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** A migration for Flyway to find and to parse. */
final class OneMigration implements ResourceProvider {

    private final LoadableResource migration = new Script();

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return migration.getFilename().equals(name) ? migration : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return migration.getFilename().startsWith(prefix)
                        && Arrays.stream(suffixes).anyMatch(migration.getFilename()::endsWith)
                ? List.of(migration)
                : List.of();
    }

    private static final class Script extends LoadableResource {

        private static final String NAME = "V1__first.sql";

        @Override
        public Reader read() {
            return new StringReader("CREATE TABLE t (id text PRIMARY KEY, answer text NOT NULL);");
        }

        @Override
        public String getAbsolutePath() {
            return NAME;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return NAME;
        }

        @Override
        public String getFilename() {
            return NAME;
        }

        @Override
        public String getRelativePath() {
            return NAME;
        }
    }
}
