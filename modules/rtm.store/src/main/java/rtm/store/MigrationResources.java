package rtm.store;

import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Passes the migrations to Flyway, which cannot find them in a linked image. */
final class MigrationResources implements ResourceProvider {

    private final List<LoadableResource> resources;

    MigrationResources(List<Migration> migrations) {
        resources = migrations.stream().<LoadableResource>map(Resource::new).toList();
    }

    /** Flyway also asks for a script's own settings, which do not exist here. */
    @Override
    public @Nullable LoadableResource getResource(String name) {
        return resources.stream()
                .filter(resource -> resource.getFilename().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return resources.stream()
                .filter(resource -> resource.getFilename().startsWith(prefix))
                .filter(resource ->
                        Arrays.stream(suffixes).anyMatch(resource.getFilename()::endsWith))
                .toList();
    }

    private static final class Resource extends LoadableResource {

        private final Migration migration;

        Resource(Migration migration) {
            this.migration = migration;
        }

        @Override
        public Reader read() {
            return new StringReader(migration.text());
        }

        @Override
        public String getAbsolutePath() {
            return migration.file();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return migration.file();
        }

        @Override
        public String getFilename() {
            return migration.file();
        }

        @Override
        public String getRelativePath() {
            return migration.file();
        }
    }
}
