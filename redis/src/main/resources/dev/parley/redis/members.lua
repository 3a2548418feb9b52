-- Who is at a topic. KEYS: nodes, here. Gives: client, user, client, user ...
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local alive = {}
local nodes = redis.call('HGETALL', KEYS[1])
for i = 1, #nodes, 2 do
    alive[nodes[i]] = tonumber(nodes[i + 1]) >= now
end
local members = {}
local here = redis.call('HGETALL', KEYS[2])
for i = 1, #here, 2 do
    local node, client = string.match(here[i], '^([^\n]*)\n(.*)$')
    if alive[node] then
        members[#members + 1] = client
        members[#members + 1] = here[i + 1]
    end
end
return members
