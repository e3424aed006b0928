package rtm.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rtm.workers.ServicePhase.Phase;

class ServicePhaseTest {

    private final ServicePhase phase = new ServicePhase();

    @Test
    void operationsStartOnlyInALeaderAndInAStandby() {
        assertThat(phase.refusal()).contains("the service is starting");
        phase.enter(Phase.INITIAL_PASS);
        assertThat(phase.refusal()).contains("the reconciler's initial pass is still running");
        phase.enter(Phase.LEADING);
        assertThat(phase.refusal()).isEmpty();
        phase.enter(Phase.STANDING_BY);
        assertThat(phase.refusal()).isEmpty();
    }

    @Test
    void aProcessLeadsFromItsInitialPassUntilItStopsOrStandsBy() {
        assertThat(phase.leads()).isFalse();
        phase.enter(Phase.INITIAL_PASS);
        assertThat(phase.leads()).isTrue();
        phase.enter(Phase.LEADING);
        assertThat(phase.leads()).isTrue();
        phase.enter(Phase.STANDING_BY);
        assertThat(phase.leads()).isFalse();
    }

    @Test
    void inTheInitialPassOfOneOfSeveralNodesAProcessDoesNotLeadYet() {
        phase.enterPassOfNode();
        assertThat(phase.current()).isEqualTo(Phase.INITIAL_PASS);
        assertThat(phase.leads()).isFalse();
        phase.enter(Phase.ON_NODE);
        assertThat(phase.leads()).isFalse();
        phase.enter(Phase.LEADING);
        assertThat(phase.leads()).isTrue();
    }

    @Test
    void noPhaseFollowsStopping() {
        phase.enter(Phase.STOPPING);
        phase.enter(Phase.LEADING);
        assertThat(phase.current()).isEqualTo(Phase.STOPPING);
        assertThat(phase.refusal()).contains("the service is stopping");
    }

    @Test
    void aListenerLearnsThePhaseAndEachOneAfterIt() {
        List<Phase> phases = new ArrayList<>();
        phase.enter(Phase.STANDING_BY);
        phase.listen(phases::add);
        phase.enter(Phase.LEADING);
        phase.enter(Phase.STOPPING);
        phase.enter(Phase.LEADING);
        assertThat(phases).containsExactly(Phase.STANDING_BY, Phase.LEADING, Phase.STOPPING);
    }
}
