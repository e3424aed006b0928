package rtm.domain.fake;

import rtm.domain.contract.StreamUpkeepContract;
import rtm.domain.model.EntryId;
import rtm.domain.port.upkeep.StreamUpkeep;

class InMemoryStreamUpkeepTest extends StreamUpkeepContract {

    private final InMemoryStreamUpkeep upkeep = new InMemoryStreamUpkeep();

    @Override
    protected StreamUpkeep upkeep() {
        return upkeep;
    }

    @Override
    protected EntryId add(String key) {
        return upkeep.add(key);
    }

    @Override
    protected void save(String key, String offset) {
        upkeep.save(key, offset);
    }
}
