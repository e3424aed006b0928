package rtm.docker;

import rtm.domain.model.Dependency;
import rtm.domain.port.DependencyCheck;

/** Asks whether Docker answers at all. */
record DockerPing(DockerCalls calls) implements DependencyCheck {

    @Override
    public Dependency dependency() {
        return Dependency.DOCKER;
    }

    @Override
    public void check() {
        calls.tell("ping", Deadlines.PING, docker -> docker.client().pingCmd().exec());
    }
}
