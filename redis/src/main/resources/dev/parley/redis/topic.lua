-- What the scripts of a topic begin with.
-- KEYS: meta, log, and two halves of the ids. ARGV: run, safe, fresh, maxAge.
--
-- meta   epoch; head: the last offset; run: the process of Redis that wrote it; safe: whether that process cannot have forgotten
--        anything it said; swept: when what is too old was dropped; half: the ids that are added to
-- log    a stream, in which <offset>-<milliseconds> is the name of an entry: f(rom), i(d), and j(son) or b(inary)
-- ids    <from> \n <id> -> offset
local run = ARGV[1]
if run == '' then -- any of many servers, and the caller cannot know which
    run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end
local safe = ARGV[2] == '1'
local maxAge = tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function text(number)
    return string.format('%.0f', number)
end

-- A topic as it stands, or a new one: if there is none, or another process wrote it and may have lost some of it.
local function open(meta, log, ids0, ids1, fresh)
    local m = redis.call('HMGET', meta, 'epoch', 'head', 'run', 'safe', 'swept', 'half')
    if m[1] and (m[3] == run or safe and m[4] == '1') then
        if m[3] ~= run then
            redis.call('HSET', meta, 'run', run)
        end
        if m[4] == '1' and not safe then
            redis.call('HSET', meta, 'safe', '0')
        end
        return m[1], tonumber(m[2]), tonumber(m[5]), m[6]
    end
    -- First that, for it fails if memory is full; then nothing has been done.
    redis.call('HSET', meta, 'epoch', fresh, 'head', '0', 'run', run, 'safe', safe and '1' or '0', 'swept', '0', 'half', '0')
    redis.call('UNLINK', log, ids0, ids1)
    return fresh, 0, 0, '0'
end

-- What nobody uses goes away by itself; what somebody follows is looked at often enough.
local function expire(meta, log, ids0, ids1)
    redis.call('PEXPIRE', meta, 2 * maxAge + 60000)
    redis.call('PEXPIRE', ids0, 2 * maxAge + 60000)
    redis.call('PEXPIRE', ids1, 2 * maxAge + 60000)
    redis.call('PEXPIRE', log, math.floor(maxAge * 1.02) + 2000)
end

-- Drops what is too old, from time to time; true if it did.
local function sweep(meta, log, swept)
    if now >= swept and now - swept <= maxAge / 100 then
        return false
    end
    local more = true
    for _ = 1, 100 do
        local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 8)
        local cut
        for _, entry in ipairs(first) do
            local offset, time = string.match(entry[1], '(%d+)-(%d+)')
            if tonumber(time) >= now - maxAge then
                break
            end
            cut = tonumber(offset) + 1
        end
        if not cut then
            more = false
            break
        end
        redis.call('XTRIM', log, 'MINID', '=', text(cut))
    end
    if not more then
        redis.call('HSET', meta, 'swept', text(now))
    end
    return true
end
