package rtm.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rtm.client.ApiClient;
import rtm.client.ApiException;
import rtm.client.api.ContractApi;
import rtm.client.api.OperationsApi;
import rtm.client.api.OverviewApi;
import rtm.client.api.ProbesApi;
import rtm.client.api.RuntimesApi;
import rtm.client.model.Alive;
import rtm.client.model.DependencyStatus;
import rtm.client.model.ErrorDetail;
import rtm.client.model.HealthSnapshot;
import rtm.client.model.HealthStatus;
import rtm.client.model.HistoryEntry;
import rtm.client.model.ImageRequest;
import rtm.client.model.Operation;
import rtm.client.model.OperationKind;
import rtm.client.model.OperationOutcome;
import rtm.client.model.OperationSource;
import rtm.client.model.Ready;
import rtm.client.model.RuntimeList;
import rtm.client.model.RuntimeRecord;
import rtm.client.model.RuntimeStatus;
import rtm.client.model.ServicePhase;
import rtm.client.model.ServiceStatus;
import rtm.client.model.Stats;
import rtm.client.model.StopReason;
import rtm.client.model.StopRequest;
import rtm.testkit.server.ServiceProcess;

/** A client that is generated from the description, as callers do it, works on the program. */
final class GeneratedClientIT {

    private static final String GAME_MASTER = "gm";
    private static final String TOKEN = "for-generated-clients";

    private static Stage stage;
    private static ApiClient client;
    private static RuntimesApi runtimes;
    private static OperationsApi operations;
    private static OverviewApi overview;

    @BeforeAll
    static void serve() throws Exception {
        stage = new Stage();
        ServiceProcess service = stage.service(Map.of("RTMANAGER_INTERNAL_HTTP_TOKEN", TOKEN));
        client = to(service);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + TOKEN));
        runtimes = new RuntimesApi(client);
        operations = new OperationsApi(client);
        overview = new OverviewApi(client);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static ApiClient to(ServiceProcess service) throws InterruptedException {
        ApiClient client = new ApiClient();
        client.updateBaseUri("http://%s:%d".formatted(service.host(), service.port()));
        return client;
    }

    @Test
    void recordsOfEveryStatusAreRead() throws Exception {
        String game = stage.newGame();

        RuntimeRecord running = start(game, "galaxy/game:1.4.0");
        assertThat(running.getGameId()).isEqualTo(game);
        assertThat(running.getStatus()).isEqualTo(RuntimeStatus.RUNNING);
        assertThat(running.getCurrentContainerId()).isEqualTo(stage.container(game));
        assertThat(running.getStartedAt().getOffset()).isEqualTo(ZoneOffset.UTC);
        assertThat(running.getStoppedAt()).isNull();
        assertThat(read(game)).isEqualTo(running);
        assertThat(listed(RuntimeStatus.RUNNING)).contains(running);

        RuntimeRecord stopped =
                operations.stopRuntime(
                        game, new StopRequest().reason(StopReason.FINISHED), GAME_MASTER);
        assertThat(stopped.getStatus()).isEqualTo(RuntimeStatus.STOPPED);
        assertThat(stopped.getStoppedAt()).isAfterOrEqualTo(running.getStartedAt());
        assertThat(listed(RuntimeStatus.RUNNING)).doesNotContain(stopped);
        assertThat(listed(RuntimeStatus.STOPPED)).contains(stopped);

        RuntimeRecord removed = operations.cleanUpContainer(game, null);
        assertThat(removed.getStatus()).isEqualTo(RuntimeStatus.REMOVED);
        assertThat(removed.getCurrentContainerId()).isNull();
        assertThat(removed.getRemovedAt()).isAfterOrEqualTo(stopped.getStoppedAt());
        assertThat(listed(null)).contains(removed);
    }

    @Test
    void operationsWithAndWithoutAReasonOrAnErrorAreRead() throws Exception {
        String game = stage.newGame();
        start(game, "galaxy/game:1.4.0");
        refused(() -> start(game, "galaxy/game:1.5.0"));
        operations.stopRuntime(game, new StopRequest().reason(StopReason.TIMEOUT), null);

        assertThat(runtimes.listOperations(game, 1, null).getItems())
                .extracting(Operation::getOpKind)
                .containsExactly(OperationKind.STOP);
        assertThat(runtimes.listOperations(game, null, null).getItems())
                .satisfiesExactly(
                        stop -> {
                            assertThat(stop.getReason()).isEqualTo(Operation.ReasonEnum.TIMEOUT);
                            assertThat(stop.getOpSource()).isEqualTo(OperationSource.ADMIN_REST);
                            assertThat(stop.getErrorCode()).isNull();
                        },
                        refused -> {
                            assertThat(refused.getOutcome()).isEqualTo(OperationOutcome.FAILURE);
                            assertThat(refused.getErrorCode()).isEqualTo("conflict");
                            assertThat(refused.getReason()).isNull();
                        },
                        start -> {
                            assertThat(start.getOutcome()).isEqualTo(OperationOutcome.SUCCESS);
                            assertThat(start.getOpSource()).isEqualTo(OperationSource.GM_REST);
                            assertThat(start.getSourceRef()).isNull();
                            assertThat(start.getFinishedAt())
                                    .isAfterOrEqualTo(start.getStartedAt());
                        });
    }

    @Test
    void containersAreReplacedAndTheirHealthAndOutputAreRead() throws Exception {
        String game = stage.newGame();
        RuntimeRecord started = start(game, "galaxy/game:1.4.0");

        RuntimeRecord restarted = operations.restartRuntime(game, GAME_MASTER);
        awaitOutput(game, "boot 2 on this state");
        RuntimeRecord patched =
                operations.patchRuntime(game, image("galaxy/game:1.4.1"), GAME_MASTER);

        assertThat(restarted.getCurrentContainerId()).isNotEqualTo(started.getCurrentContainerId());
        assertThat(patched.getCurrentImageRef()).isEqualTo("galaxy/game:1.4.1");
        HealthSnapshot health = runtimes.readHealth(game, null);
        assertThat(health.getContainerId()).isEqualTo(patched.getCurrentContainerId());
        assertThat(health.getStatus()).isNotNull().isNotEqualTo(HealthStatus.EXITED);
        assertThat(health.getDetails()).isInstanceOf(Map.class);
        awaitOutput(game, "boot 3 on this state");
        assertThat(runtimes.readLogs(game, 1, null, null, null).lines())
                .hasSizeLessThanOrEqualTo(1);
        assertThat(runtimes.readLogs(game, null, true, null, null))
                .contains("boot 2 on this state");
        List<HistoryEntry> history = runtimes.readHistory(game, 10, null, null).getItems();
        assertThat(history)
                .extracting(HistoryEntry::getEnding)
                .filteredOn(ending -> ending != null)
                .hasSize(2)
                .allSatisfy(ending -> {
                    assertThat(ending.getRequested()).isTrue();
                    assertThat(ending.getExitCode()).isNotNull();
                    assertThat(ending.getOutputMissing()).isNull();
                });
        String next = runtimes.readHistory(game, 1, null, null).getNext();
        assertThat(runtimes.readHistory(game, 1, next, null).getItems())
                .containsExactly(history.get(1));
    }

    private static void awaitOutput(String game, String words) {
        await().atMost(Stage.PATIENCE)
                .until(() -> runtimes.readLogs(game, 50, null, null, null).contains(words));
    }

    @Test
    void theOverviewIsRead() throws Exception {
        String game = stage.newGame();
        RuntimeRecord started = start(game, "galaxy/game:1.4.0");

        ServiceStatus status = overview.readStatus(null);
        assertThat(status.getProblems()).isEmpty();
        assertThat(status.getPhase()).isEqualTo(ServicePhase.LEADING);
        assertThat(requireNonNull(status.getLeader()).getBootId()).isEqualTo(status.getBootId());
        assertThat(requireNonNull(status.getLeader()).getSince())
                .isBeforeOrEqualTo(started.getStartedAt());
        assertThat(status.getDependencies())
                .extracting(DependencyStatus::getName)
                .containsExactly("postgres", "redis", "docker", "docker network", "state root");
        assertThat(status.getDependencies()).allMatch(DependencyStatus::getOk);
        assertThat(requireNonNull(status.getGames()).getByStatus()).containsKey("running");
        assertThat(status.getJobs()).hasSize(2);
        assertThat(status.getDisks()).allMatch(disk -> disk.getTotalBytes() > 0).hasSize(2);

        assertThat(overview.overviewGames(null, null, "galaxy/", 1000, null, null).getItems())
                .filteredOn(each -> each.getGameId().equals(game))
                .singleElement()
                .satisfies(each -> {
                    assertThat(requireNonNull(each.getHealth()).getContainerId())
                            .isEqualTo(started.getCurrentContainerId());
                    assertThat(requireNonNull(each.getLastOperation()).getOpKind())
                            .isEqualTo(OperationKind.START);
                });
        assertThat(overview.listAllOperations(false, game, 1, null, null).getItems())
                .extracting(Operation::getOutcome)
                .containsExactly(OperationOutcome.SUCCESS);
        RuntimeList page = runtimes.listRuntimes(null, null, null, 1, null, null);
        assertThat(page.getItems()).hasSize(1);
        Stats stats = runtimes.readStats(game, true, null);
        assertThat(stats.getError()).isNull();
        assertThat(stats.getMemoryBytes()).describedAs(stats.toString()).isPositive();
        assertThat(stats.getMemoryLimitBytes()).isPositive();
        assertThat(stats.getPids()).isPositive();
        assertThat(stats.getCpuMillicores()).isNotNegative();
        assertThat(stats.getStateBytes()).isPositive();
        assertThat(overview.readManyStats(game, null, null).getItems()).hasSize(1);
    }

    @Test
    void aRefusalHasItsCodeAndItsMessage() throws Exception {
        String game = stage.newGame();
        start(game, "galaxy/game:1.4.0");

        assertRefused(409, "conflict", () -> start(game, "galaxy/game:1.5.0"));
        assertRefused(
                400,
                "image_ref_not_semver",
                () -> operations.patchRuntime(game, image("galaxy/game:latest"), null));
        assertRefused(
                409,
                "semver_patch_only",
                () -> operations.patchRuntime(game, image("galaxy/game:1.5.0"), null));
        assertRefused(409, "conflict", () -> operations.cleanUpContainer(game, null));
        assertRefused(409, "conflict", () -> operations.acceptLostState(game, null));
        assertRefused(
                502,
                "image_pull_failed",
                () -> start(stage.newGame(), "127.0.0.1:9/galaxy/none:1.0.0"));
        assertRefused(400, "invalid_request", () -> read("_"));
    }

    @Test
    void aGameThatIsNotThereIsNotFound() {
        String unknown = stage.newGame();

        assertRefused(404, "not_found", () -> read(unknown));
        assertRefused(404, "not_found", () -> runtimes.listOperations(unknown, null, null));
        assertRefused(404, "not_found", () -> runtimes.readHealth(unknown, null));
        assertRefused(404, "not_found", () -> runtimes.readLogs(unknown, null, null, null, null));
        assertRefused(404, "not_found", () -> operations.restartRuntime(unknown, null));
    }

    @Test
    void withoutItsTokenOnlyTheProbesAreAnswered() throws Exception {
        ApiClient stranger = new ApiClient();
        stranger.updateBaseUri(client.getBaseUri());

        assertThat(new ProbesApi(stranger).isAlive().getStatus()).isEqualTo(Alive.StatusEnum.OK);
        assertThat(new ProbesApi(stranger).isReady().getStatus()).isEqualTo(Ready.StatusEnum.READY);
        assertRefused(401, "unauthorized", () -> new OverviewApi(stranger).readStatus(null));
        assertRefused(401, "unauthorized", () -> new ContractApi(stranger).describe());
    }

    @Test
    void theDescriptionItWasGeneratedFromIsRead() throws Exception {
        assertThat(new ContractApi(client).describe())
                .isEqualTo(Files.readString(Path.of("..", "..", "api", "openapi.yaml")));
    }

    private static RuntimeRecord start(String game, String image) throws ApiException {
        return operations.startRuntime(game, image(image), GAME_MASTER);
    }

    private static ImageRequest image(String reference) {
        return new ImageRequest().imageRef(reference);
    }

    private static RuntimeRecord read(String game) throws ApiException {
        return runtimes.readRuntime(game, null);
    }

    private static Iterable<RuntimeRecord> listed(@Nullable RuntimeStatus status)
            throws ApiException {
        return runtimes.listRuntimes(status, null, null, null, null, null).getItems();
    }

    private static ApiException refused(ThrowingCallable call) {
        ApiException refused = catchThrowableOfType(ApiException.class, call);
        assertThat(refused).as("was not refused").isNotNull();
        return refused;
    }

    private static void assertRefused(int status, String code, ThrowingCallable call) {
        ApiException refused = refused(call);
        ErrorDetail error = error(refused);
        assertThat(error.getCode()).as(refused.toString()).isEqualTo(code);
        assertThat(error.getMessage()).isNotBlank();
        assertThat(refused.getCode()).isEqualTo(status);
    }

    private static ErrorDetail error(ApiException refused) {
        try {
            return client.getObjectMapper()
                    .readValue(refused.getResponseBody(), rtm.client.model.Error.class)
                    .getError();
        } catch (JsonProcessingException broken) {
            throw new AssertionError("no error in the answer: " + refused, broken);
        }
    }
}
