package rtm.domain.simulation;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import rtm.domain.model.ContainerId;
import rtm.domain.model.ContainerState;
import rtm.domain.model.ObservedContainer;
import rtm.domain.model.OperationSource;
import rtm.domain.model.Origin;
import rtm.domain.model.RuntimeState;
import rtm.domain.operation.Outcome;

/**
 * What a request meets, and which request it is.
 *
 * @param name in words
 * @param request what is asked for
 * @param before makes the world as the request finds it
 */
public record Scenario(String name, Request request, Consumer<SimulatedWorld> before) {

    /** What can be asked for. */
    public enum Request {
        START,
        STOP,
        RESTART,
        PATCH,
        CLEANUP;

        /** Whether it comes over a stream, too. */
        public boolean comesAsAJob() {
            return switch (this) {
                case START, STOP -> true;
                case RESTART, PATCH, CLEANUP -> false;
            };
        }
    }

    /** All of them. */
    public static final List<Scenario> ALL =
            List.of(
                    new Scenario("start of a new game", Request.START, _ -> {}),
                    new Scenario(
                            "start of a missing image",
                            Request.START,
                            world -> {
                                world.docker.images().forget(SimulatedWorld.IMAGE);
                                world.docker.images().addToRegistry(SimulatedWorld.IMAGE, Map.of());
                            }),
                    new Scenario("start of a stopped game", Request.START, SimulatedWorld::stopped),
                    new Scenario("start of a removed game", Request.START, SimulatedWorld::removed),
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
                                            .refuseStart(SimulatedWorld.IMAGE, "no such command")),
                    new Scenario(
                            "start that docker refuses of a stopped game",
                            Request.START,
                            world -> {
                                world.stopped();
                                world.docker
                                        .images()
                                        .refuseStart(SimulatedWorld.IMAGE, "no such command");
                            }),
                    new Scenario(
                            "start whose pull fails",
                            Request.START,
                            world -> {
                                world.stopped();
                                world.docker.images().forget(SimulatedWorld.IMAGE);
                            }),
                    new Scenario(
                            "start whose folder fails",
                            Request.START,
                            world -> world.folders.fail("no space left")),
                    new Scenario(
                            "start of a game whose state is missing",
                            Request.START,
                            world -> {
                                world.stopped();
                                world.emptied();
                            }),
                    new Scenario("start of a running game", Request.START, SimulatedWorld::running),
                    new Scenario(
                            "start of what a person runs",
                            Request.START,
                            world ->
                                    world.containerByHand(
                                            SimulatedWorld.GAME.containerName(),
                                            ContainerState.RUNNING)),
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
                                                SimulatedWorld.OTHER_IMAGE.value(),
                                                ours.state(),
                                                Map.copyOf(
                                                        SimulatedWorld.labelled(
                                                                ours,
                                                                SimulatedWorld.OTHER_IMAGE))));
                                world.recorded(new RuntimeState.Running(ours.id()));
                            }),
                    new Scenario(
                            "start where a stranger has the name",
                            Request.START,
                            world ->
                                    world.place(
                                            SimulatedWorld.GAME.containerName(),
                                            ContainerState.EXITED,
                                            Map.of())),
                    new Scenario("stop of a running game", Request.STOP, SimulatedWorld::running),
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
                                                        SimulatedWorld.GAME.containerName(),
                                                        ContainerState.RUNNING)
                                                .id();
                                world.recorded(new RuntimeState.Running(byHand));
                            }),
                    new Scenario(
                            "stop after an unseen exit",
                            Request.STOP,
                            world -> world.docker.become(world.running(), ContainerState.EXITED)),
                    new Scenario("stop of a stopped game", Request.STOP, SimulatedWorld::stopped),
                    new Scenario("stop of a removed game", Request.STOP, SimulatedWorld::removed),
                    new Scenario("stop of an unknown game", Request.STOP, _ -> {}),
                    new Scenario(
                            "restart of a running game", Request.RESTART, SimulatedWorld::running),
                    new Scenario(
                            "restart of a stopped game", Request.RESTART, SimulatedWorld::stopped),
                    new Scenario(
                            "restart of a removed game", Request.RESTART, SimulatedWorld::removed),
                    new Scenario("restart of an unknown game", Request.RESTART, _ -> {}),
                    new Scenario(
                            "restart that docker refuses",
                            Request.RESTART,
                            world -> {
                                world.running();
                                world.docker
                                        .images()
                                        .refuseStart(SimulatedWorld.IMAGE, "no such command");
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
                                world.docker.images().forget(SimulatedWorld.IMAGE);
                            }),
                    new Scenario(
                            "restart of a running game whose state is missing",
                            Request.RESTART,
                            world -> {
                                world.running();
                                world.emptied();
                            }),
                    new Scenario("patch of a running game", Request.PATCH, SimulatedWorld::running),
                    new Scenario(
                            "patch of a running game with one left aside",
                            Request.PATCH,
                            world -> {
                                world.running();
                                leftAside(world);
                            }),
                    new Scenario("patch of a stopped game", Request.PATCH, SimulatedWorld::stopped),
                    new Scenario("patch of a removed game", Request.PATCH, SimulatedWorld::removed),
                    new Scenario(
                            "patch to a missing image",
                            Request.PATCH,
                            world -> {
                                world.running();
                                world.docker.images().forget(SimulatedWorld.PATCH_IMAGE);
                                world.docker
                                        .images()
                                        .addToRegistry(SimulatedWorld.PATCH_IMAGE, Map.of());
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
                                world.docker.images().exitOnceStarted(SimulatedWorld.PATCH_IMAGE);
                            }),
                    new Scenario(
                            "cleanup of a stopped game", Request.CLEANUP, SimulatedWorld::stopped),
                    new Scenario(
                            "cleanup of a running game", Request.CLEANUP, SimulatedWorld::running),
                    new Scenario(
                            "cleanup of a removed game", Request.CLEANUP, SimulatedWorld::removed),
                    new Scenario(
                            "cleanup after an unseen removal",
                            Request.CLEANUP,
                            world -> world.docker.vanish(world.stopped())));

    /** An earlier operation set a container aside, and Docker refused to remove it. */
    private static void leftAside(SimulatedWorld world) {
        ObservedContainer left =
                world.labelledContainer(
                        SimulatedWorld.GAME.previousContainerName(), ContainerState.EXITED);
        world.store.made(SimulatedWorld.GAME, left.id());
    }

    private static void refusePatch(SimulatedWorld world) {
        world.docker.images().refuseStart(SimulatedWorld.PATCH_IMAGE, "no such command");
    }

    @Override
    public String toString() {
        return name;
    }

    /** Whether a game that ran before runs afterwards, however the operation is cut off. */
    public boolean leavesAGameRunning() {
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

    public void prepare(SimulatedWorld world) {
        before.accept(world);
    }

    /** The request as a job of its stream. */
    public Origin job() {
        return request == Request.START ? SimulatedProcess.START_JOB : SimulatedProcess.STOP_JOB;
    }

    /** The request as a call over HTTP. */
    public Origin call() {
        return new Origin.Call(OperationSource.GM_REST);
    }

    public Outcome ask(SimulatedProcess process, Origin origin) throws InterruptedException {
        return switch (request) {
            case START -> process.start(origin);
            case STOP -> process.stop(origin);
            case RESTART -> process.restart();
            case PATCH -> process.patch(SimulatedWorld.PATCH_IMAGE);
            case CLEANUP -> process.cleanUp();
        };
    }
}
