package rtm.domain.usecase;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeState;

/**
 * What a request meets, and which request it is.
 *
 * @param name in words
 * @param start whether it is a start, else a stop
 * @param before makes the world as the request finds it
 */
record Scenario(String name, boolean start, Consumer<World> before) {

    /** All of them. */
    static final List<Scenario> ALL =
            List.of(
                    new Scenario("start of a new game", true, _ -> {}),
                    new Scenario(
                            "start of a missing image",
                            true,
                            world -> {
                                world.docker.images().forget(World.IMAGE);
                                world.docker.images().addToRegistry(World.IMAGE, Map.of());
                            }),
                    new Scenario("start of a stopped game", true, World::stopped),
                    new Scenario("start of a removed game", true, World::removed),
                    new Scenario(
                            "start after an unseen exit",
                            true,
                            world -> world.docker.become(world.running(), ContainerState.EXITED)),
                    new Scenario(
                            "start after an unseen removal",
                            true,
                            world -> world.docker.vanish(world.running())),
                    new Scenario(
                            "start over a leftover",
                            true,
                            world -> world.earlierContainer(ContainerState.CREATED)),
                    new Scenario(
                            "start that docker refuses",
                            true,
                            world ->
                                    world.docker
                                            .images()
                                            .refuseStart(World.IMAGE, "no such command")),
                    new Scenario(
                            "start that docker refuses of a stopped game",
                            true,
                            world -> {
                                world.stopped();
                                world.docker.images().refuseStart(World.IMAGE, "no such command");
                            }),
                    new Scenario(
                            "start whose pull fails",
                            true,
                            world -> {
                                world.stopped();
                                world.docker.images().forget(World.IMAGE);
                            }),
                    new Scenario(
                            "start whose folder fails",
                            true,
                            world -> world.folders.fail("no space left")),
                    new Scenario("start of a running game", true, World::running),
                    new Scenario(
                            "start of what a person runs",
                            true,
                            world ->
                                    world.containerByHand(
                                            World.GAME.containerName(), ContainerState.RUNNING)),
                    new Scenario(
                            "start where another image runs",
                            true,
                            world -> {
                                ObservedContainer ours =
                                        world.earlierContainer(ContainerState.RUNNING);
                                world.docker.place(
                                        new ObservedContainer(
                                                ours.id(),
                                                ours.name(),
                                                World.OTHER_IMAGE.value(),
                                                ours.state(),
                                                Map.copyOf(
                                                        World.labelled(ours, World.OTHER_IMAGE))));
                                world.recorded(new RuntimeState.Running(ours.id()));
                            }),
                    new Scenario(
                            "start where a stranger has the name",
                            true,
                            world ->
                                    world.place(
                                            World.GAME.containerName(),
                                            ContainerState.EXITED,
                                            Map.of())),
                    new Scenario("stop of a running game", false, World::running),
                    new Scenario(
                            "stop of two engines",
                            false,
                            world -> {
                                world.running();
                                world.earlierContainer(ContainerState.RUNNING);
                            }),
                    new Scenario(
                            "stop of what a person runs",
                            false,
                            world -> {
                                ContainerId byHand =
                                        world.containerByHand(
                                                        World.GAME.containerName(),
                                                        ContainerState.RUNNING)
                                                .id();
                                world.recorded(new RuntimeState.Running(byHand));
                            }),
                    new Scenario(
                            "stop after an unseen exit",
                            false,
                            world -> world.docker.become(world.running(), ContainerState.EXITED)),
                    new Scenario("stop of a stopped game", false, World::stopped),
                    new Scenario("stop of a removed game", false, World::removed),
                    new Scenario("stop of an unknown game", false, _ -> {}));

    @Override
    public String toString() {
        return name;
    }

    void prepare(World world) {
        before.accept(world);
    }

    /** The request as a job of its stream. */
    Origin job() {
        return start ? ServiceProcess.START_JOB : ServiceProcess.STOP_JOB;
    }

    /** The request as a call over HTTP. */
    Origin call() {
        return new Origin.Call(OperationSource.GM_REST);
    }

    Outcome ask(ServiceProcess process, Origin origin) throws InterruptedException {
        return start ? process.start(origin) : process.stop(origin);
    }
}
