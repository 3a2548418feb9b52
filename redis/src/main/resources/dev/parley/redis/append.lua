-- Adds a message, or finds where it stands. ARGV: ... maxMessages, maxIds, channel, from, id, kind, payload.
-- Gives: epoch, offset, time, whether it stood there before.
local meta, log, ids0, ids1 = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local epoch, head, swept, half = open(meta, log, ids0, ids1, ARGV[3])
local maxMessages, maxIds, channel = ARGV[5], tonumber(ARGV[6]), ARGV[7]
local from, id, kind, payload = ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local name = from .. '\n' .. id
local before = redis.call('HGET', ids0, name) or redis.call('HGET', ids1, name)
if before then
    return { epoch, before, '0', 1 }
end
local due = sweep(meta, log, swept)
local ids = half == '0' and ids0 or ids1
if redis.call('HLEN', ids) >= maxIds then
    -- The full half goes on being looked into, so that the last maxIds are known; the other one begins anew.
    half = half == '0' and '1' or '0'
    ids = half == '0' and ids0 or ids1
    redis.call('HSET', meta, 'half', half)
    redis.call('UNLINK', ids)
    due = true
end
local offset = text(redis.call('HINCRBY', meta, 'head', 1))
redis.call('XADD', log, 'MAXLEN', '=', maxMessages, offset .. '-' .. text(now), 'f', from, 'i', id, kind, payload)
redis.call('HSET', ids, name, offset)
if due or head == 0 then
    expire(meta, log, ids0, ids1)
end
redis.call('SPUBLISH', channel, table.concat({ 'e', epoch, offset, text(now), kind, from, id, payload }, '\n'))
return { epoch, offset, text(now), 0 }
