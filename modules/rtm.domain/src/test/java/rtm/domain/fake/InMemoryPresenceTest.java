package rtm.domain.fake;

import rtm.domain.contract.ProcessPresenceContract;
import rtm.domain.model.BootId;
import rtm.domain.port.ProcessPresence;

class InMemoryPresenceTest extends ProcessPresenceContract {

    private final InMemoryPresence.Processes processes = new InMemoryPresence.Processes();

    @Override
    protected ProcessPresence begin(BootId bootId) {
        return new InMemoryPresence(bootId, processes);
    }

    @Override
    protected void end(ProcessPresence process) {
        ((InMemoryPresence) process).close();
    }

    @Override
    protected void cut(ProcessPresence process) {
        ((InMemoryPresence) process).lose();
    }

    @Override
    protected void restore(ProcessPresence process) {
        ((InMemoryPresence) process).regain();
    }
}
