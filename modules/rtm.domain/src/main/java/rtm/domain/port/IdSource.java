package rtm.domain.port;

import java.util.UUID;

/** Creates new identities. */
@FunctionalInterface
public interface IdSource {

    /** A random identity. */
    UUID next();
}
