-- Who came to a topic and who left, at one node. KEYS: nodes, here. ARGV: node, expiry, channel, how many came; client and user of
-- each; the clients that left. Gives: 1 if something was known of that node.
--
-- nodes  node -> until when it is believed
-- here   <node> \n <client> -> user
local nodes, here = KEYS[1], KEYS[2]
local node, expiry, channel, came = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local changed = #ARGV > 4
local gone = {}
local all = redis.call('HGETALL', nodes)
for i = 1, #all, 2 do
    if tonumber(all[i + 1]) < now then
        gone[all[i]] = true
        redis.call('HDEL', nodes, all[i])
        changed = true
    end
end
if next(gone) then
    for _, member in ipairs(redis.call('HKEYS', here)) do
        if gone[string.match(member, '^[^\n]*')] then
            redis.call('HDEL', here, member)
        end
    end
end
local known = redis.call('HEXISTS', nodes, node)
redis.call('HSET', nodes, node, string.format('%.0f', now + expiry))
for i = 5, 4 + 2 * came, 2 do
    redis.call('HSET', here, node .. '\n' .. ARGV[i], ARGV[i + 1])
end
for i = 5 + 2 * came, #ARGV do
    redis.call('HDEL', here, node .. '\n' .. ARGV[i])
end
redis.call('PEXPIRE', nodes, 2 * expiry)
redis.call('PEXPIRE', here, 2 * expiry)
if changed then
    redis.call('SPUBLISH', channel, 'p')
end
return { known }
