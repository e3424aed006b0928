package rtm.streams;

import rtm.domain.model.Dependency;
import rtm.domain.port.DependencyCheck;

/** Asks whether Redis answers. */
final class RedisCheck implements DependencyCheck {

    private final Link link;

    RedisCheck(Link link) {
        this.link = link;
    }

    @Override
    public Dependency dependency() {
        return Dependency.REDIS;
    }

    @Override
    public void check() {
        link.call(redis -> redis.ping());
    }
}
