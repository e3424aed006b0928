package rtm.docker.api;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The complete configuration of docker-java, which would otherwise read the environment, system
 * properties and files.
 */
final class ExplicitConfig implements DockerClientConfig {

    private final URI host;
    private volatile RemoteApiVersion version = RemoteApiVersion.unknown();

    ExplicitConfig(URI host) {
        this.host = host;
    }

    /** Sets the API version of all later calls. */
    void use(RemoteApiVersion chosen) {
        version = chosen;
    }

    @Override
    public URI getDockerHost() {
        return host;
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return version;
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
        return null;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    @Override
    @SuppressWarnings("deprecation") // The interface requires this type.
    public @Nullable SSLConfig getSSLConfig() {
        return null;
    }
}
