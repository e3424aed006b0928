package rtm.http.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Lobby is.
 *
 * @param baseUrl what Lobby's paths are appended to; empty means that Lobby is never asked
 * @param timeout how long one question may take in all
 */
public record LobbySettings(Optional<URI> baseUrl, Duration timeout) {

    /**
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public LobbySettings {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout of Lobby is positive");
        }
    }
}
