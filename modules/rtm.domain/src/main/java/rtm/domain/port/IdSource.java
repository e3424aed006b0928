package rtm.domain.port;

import java.util.UUID;

/** Where new identities come from. */
@FunctionalInterface
public interface IdSource {

    /** A random one. */
    UUID next();
}
