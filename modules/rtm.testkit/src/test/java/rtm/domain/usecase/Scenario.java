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
 * @param request what is asked for
 * @param before makes the world as the request finds it
 */
record Scenario(String name, Request request, Consumer<World> before) {

    /** What can be asked for. */
    enum Request {
        START,
        STOP,
        RESTART,
        PATCH,
        CLEANUP;

        /** Whether it comes over a stream, too. */
        boolean comesAsAJob() {
            return switch (this) {
                case START, STOP -> true;
                case RESTART, PATCH, CLEANUP -> false;
            };
        }
    }

    /** All of them. */
    static final List<Scenario> ALL =
            List.of(
                    new Scenario("start of a new game", Request.START, _ -> {}),
                    new Scenario(
                            "start of a missing image",
                            Request.START,
                            world -> {
                                world.docker.images().forget(World.IMAGE);
                                world.docker.images().addToRegistry(World.IMAGE, Map.of());
                            }),
                    new Scenario("start of a stopped game", Request.START, World::stopped),
                    new Scenario("start of a removed game", Request.START, World::removed),
                    new Scenario(
                            "start after an unseen exit",
                            Request.START,
                            world -> world.docker.become(world.running(), ContainerState.EXITED)),
                    new Scenario(
                            "start after an unseen removal",
                            Request.START,
                            world -> world.docker.vanish(world.running())),
                    new Scenario(
                            "start over a leftover",
                            Request.START,
                            world -> world.earlierContainer(ContainerState.CREATED)),
                    new Scenario(
                            "start that docker refuses",
                            Request.START,
                            world ->
                                    world.docker
                                            .images()
                                            .refuseStart(World.IMAGE, "no such command")),
                    new Scenario(
                            "start that docker refuses of a stopped game",
                            Request.START,
                            world -> {
                                world.stopped();
                                world.docker.images().refuseStart(World.IMAGE, "no such command");
                            }),
                    new Scenario(
                            "start whose pull fails",
                            Request.START,
                            world -> {
                                world.stopped();
                                world.docker.images().forget(World.IMAGE);
                            }),
                    new Scenario(
                            "start whose folder fails",
                            Request.START,
                            world -> world.folders.fail("no space left")),
                    new Scenario(
                            "start of a game whose state is not there",
                            Request.START,
                            world -> {
                                world.stopped();
                                world.unmount();
                            }),
                    new Scenario("start of a running game", Request.START, World::running),
                    new Scenario(
                            "start of what a person runs",
                            Request.START,
                            world ->
                                    world.containerByHand(
                                            World.GAME.containerName(), ContainerState.RUNNING)),
                    new Scenario(
                            "start where another image runs",
                            Request.START,
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
                            Request.START,
                            world ->
                                    world.place(
                                            World.GAME.containerName(),
                                            ContainerState.EXITED,
                                            Map.of())),
                    new Scenario("stop of a running game", Request.STOP, World::running),
                    new Scenario(
                            "stop of two engines",
                            Request.STOP,
                            world -> {
                                world.running();
                                world.earlierContainer(ContainerState.RUNNING);
                            }),
                    new Scenario(
                            "stop of what a person runs",
                            Request.STOP,
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
                            Request.STOP,
                            world -> world.docker.become(world.running(), ContainerState.EXITED)),
                    new Scenario("stop of a stopped game", Request.STOP, World::stopped),
                    new Scenario("stop of a removed game", Request.STOP, World::removed),
                    new Scenario("stop of an unknown game", Request.STOP, _ -> {}),
                    new Scenario("restart of a running game", Request.RESTART, World::running),
                    new Scenario("restart of a stopped game", Request.RESTART, World::stopped),
                    new Scenario("restart of a removed game", Request.RESTART, World::removed),
                    new Scenario("restart of an unknown game", Request.RESTART, _ -> {}),
                    new Scenario(
                            "restart that docker refuses",
                            Request.RESTART,
                            world -> {
                                world.running();
                                world.docker.images().refuseStart(World.IMAGE, "no such command");
                            }),
                    new Scenario(
                            "restart that docker refuses once",
                            Request.RESTART,
                            world -> {
                                world.running();
                                world.docker.refuseStartOfNext("no room");
                            }),
                    new Scenario(
                            "restart of a running game with one left aside",
                            Request.RESTART,
                            world -> {
                                world.running();
                                leftAside(world);
                            }),
                    new Scenario(
                            "restart whose pull fails",
                            Request.RESTART,
                            world -> {
                                world.running();
                                world.docker.images().forget(World.IMAGE);
                            }),
                    new Scenario(
                            "restart of a running game whose state is not there",
                            Request.RESTART,
                            world -> {
                                world.running();
                                world.unmount();
                            }),
                    new Scenario("patch of a running game", Request.PATCH, World::running),
                    new Scenario(
                            "patch of a running game with one left aside",
                            Request.PATCH,
                            world -> {
                                world.running();
                                leftAside(world);
                            }),
                    new Scenario("patch of a stopped game", Request.PATCH, World::stopped),
                    new Scenario("patch of a removed game", Request.PATCH, World::removed),
                    new Scenario(
                            "patch to a missing image",
                            Request.PATCH,
                            world -> {
                                world.running();
                                world.docker.images().forget(World.PATCH_IMAGE);
                                world.docker.images().addToRegistry(World.PATCH_IMAGE, Map.of());
                            }),
                    new Scenario(
                            "patch that docker refuses",
                            Request.PATCH,
                            world -> {
                                world.running();
                                refusePatch(world);
                            }),
                    new Scenario(
                            "patch that docker refuses of a stopped game",
                            Request.PATCH,
                            world -> {
                                world.stopped();
                                refusePatch(world);
                            }),
                    new Scenario(
                            "patch to an engine that ends at once",
                            Request.PATCH,
                            world -> {
                                world.running();
                                world.docker.images().exitOnceStarted(World.PATCH_IMAGE);
                            }),
                    new Scenario("cleanup of a stopped game", Request.CLEANUP, World::stopped),
                    new Scenario("cleanup of a running game", Request.CLEANUP, World::running),
                    new Scenario("cleanup of a removed game", Request.CLEANUP, World::removed),
                    new Scenario(
                            "cleanup after an unseen removal",
                            Request.CLEANUP,
                            world -> world.docker.vanish(world.stopped())));

    /** An earlier operation set a container aside, and Docker refused to remove it. */
    private static void leftAside(World world) {
        ObservedContainer left =
                world.labelledContainer(World.GAME.previousContainerName(), ContainerState.EXITED);
        world.store.made(World.GAME, left.id());
    }

    private static void refusePatch(World world) {
        world.docker.images().refuseStart(World.PATCH_IMAGE, "no such command");
    }

    @Override
    public String toString() {
        return name;
    }

    /** Whether a game that ran before runs afterwards, however the operation is cut off. */
    boolean leavesAGameRunning() {
        return switch (request) {
            case PATCH ->
                    name.startsWith("patch of a running game")
                            || name.endsWith("at once")
                            || name.endsWith("refuses");
            case CLEANUP -> true;
            case RESTART ->
                    name.startsWith("restart of a running game") || name.endsWith("refuses once");
            case START, STOP -> false;
        };
    }

    void prepare(World world) {
        before.accept(world);
    }

    /** The request as a job of its stream. */
    Origin job() {
        return request == Request.START ? ServiceProcess.START_JOB : ServiceProcess.STOP_JOB;
    }

    /** The request as a call over HTTP. */
    Origin call() {
        return new Origin.Call(OperationSource.GM_REST);
    }

    Outcome ask(ServiceProcess process, Origin origin) throws InterruptedException {
        return switch (request) {
            case START -> process.start(origin);
            case STOP -> process.stop(origin);
            case RESTART -> process.restart();
            case PATCH -> process.patch(World.PATCH_IMAGE);
            case CLEANUP -> process.cleanUp();
        };
    }
}
