package rtm.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.NodeId;
import rtm.domain.model.OperationId;
import rtm.domain.model.OperationKind;
import rtm.domain.model.OperationRequest;
import rtm.domain.model.Origin;

class JobReferenceTest {

    private static final String REFERENCE = "runtime:start_jobs/1-0";

    @Test
    void theSuffixDependsOnThePayloadOnly() {
        assertThat(JobReference.apart(REFERENCE, request("game", "galaxy/game:1.4.0")))
                .isEqualTo(JobReference.apart(REFERENCE, request("game", "galaxy/game:1.4.0")))
                .matches("runtime:start_jobs/1-0#[0-9a-f]{16}");
    }

    @Test
    void anotherPayloadHasAnotherSuffix() {
        assertThat(JobReference.apart(REFERENCE, request("game", "galaxy/game:1.4.0")))
                .isNotEqualTo(JobReference.apart(REFERENCE, request("game", "galaxy/game:1.4.1")))
                .isNotEqualTo(JobReference.apart(REFERENCE, request("game2", "galaxy/game:1.4.0")));
    }

    private static OperationRequest request(String game, String image) {
        return new OperationRequest(
                new OperationId(UUID.randomUUID()),
                new GameId(game),
                NodeId.FIRST,
                OperationKind.START,
                new Origin.Job(REFERENCE),
                Optional.of(image),
                Optional.empty(),
                new BootId(UUID.randomUUID()),
                Instant.EPOCH);
    }
}
