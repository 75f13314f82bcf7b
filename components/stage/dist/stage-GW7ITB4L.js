import{d as P,e as ne}from"./chunk-SML26XJU.js";async function ie(t){switch(t){case"liveavatar":return(await import("./liveavatar-CL6GG26M.js")).createSession;case"streaming":return(await import("./streaming-4I7UXZCI.js")).createSession}}var K={now:()=>Date.now(),after(t,e){let r=setTimeout(e,t);return()=>clearTimeout(r)},every(t,e){let r=setInterval(e,t);return()=>clearInterval(r)}};function Y(t,e,r,n){return new Promise((i,a)=>{let s=t.after(e,()=>i(n));r.then(i,a).finally(s)})}async function oe(t){if(t.mediaDevices===void 0)return I("unavailable");let e=await Ge(t);if(e==="granted")return I("ready");if(e==="denied")return I("refused");try{let r=await t.mediaDevices.getUserMedia({audio:!0});return{state:"ready",release:()=>r.getTracks().forEach(n=>n.stop())}}catch(r){return I(Q(r))}}function Q(t){switch(t?.name){case"NotAllowedError":case"SecurityError":return"refused";case"NotFoundError":case"OverconstrainedError":return"missing";default:return"unavailable"}}function I(t){return{state:t,release:()=>{}}}async function Ge({permissions:t}){try{return(await t?.query({name:"microphone"}))?.state??"unknown"}catch{return"unknown"}}var H=class{video;#e;#n=()=>{};#r=!1;#t=()=>{};constructor(e,r){this.video=e,this.#e=r,e.autoplay=!0,e.playsInline=!0}show(e,r,n){this.#n=n,this.#i(r),e(this.video),this.play()}async play(){if(this.video.srcObject!==null)try{await this.video.play()}catch(e){if(e.name!=="NotAllowedError"||this.#r)return;this.#o(!0),this.video.muted=!0,await this.play()}}allowSound(){this.#o(!1),this.video.muted=!1,this.play()}hush(){this.#t(),this.video.muted=!0,this.#t=this.#e.after(1500,()=>this.speak())}speak(){this.#t(),this.#r||(this.video.muted=!1)}clear(){this.#t(),this.#r=!1,this.video.srcObject=null,this.video.muted=!1}#o(e){this.#r=e,this.#n(e)}#i(e){let{video:r}=this,n=!1,i=()=>{n||e(),n=!0};"requestVideoFrameCallback"in r?(r.requestVideoFrameCallback(i),r.addEventListener("playing",()=>{this.#e.after(1e3,i)},{once:!0})):r.addEventListener("playing",i,{once:!0})}};function ae(){return{clock:K,random:Math.random,tab:Ke(),base:document.baseURI,screen:new H(document.createElement("video"),K),connect:t=>new WebSocket(t),load:ie,askMicrophone:()=>oe({mediaDevices:navigator.mediaDevices,permissions:navigator.permissions}),beacon:(t,e)=>{navigator.sendBeacon(t,e)}}}async function se(t){try{return await navigator.clipboard.writeText(t),!0}catch{return!1}}function Ke(){let t=crypto.getRandomValues(new Uint8Array(16));t[6]=(t[6]??0)&15|64,t[8]=(t[8]??0)&63|128;let e=Array.from(t,r=>r.toString(16).padStart(2,"0")).join("");return[e.slice(0,8),e.slice(8,12),e.slice(12,16),e.slice(16,20),e.slice(20)].join("-")}var R=class{#e;#n=new Set;#r=new Set;#t=Promise.resolve();#o=0;constructor(e){this.#e=e}carryOut(e){if(this.#n.has(e.id)){this.#r.has(e.id)&&this.#e.done(e.id);return}if(this.#n.add(e.id),e.op==="say"||e.op==="ask")return this.#l(e,e.op);e.op==="interrupt"&&this.drop(),this.#i(e.op),this.#s(e.id)}drop(){this.#o+=1}#i(e){switch(e){case"interrupt":return this.#e.interrupt();case"mute":return this.#e.setMicrophone(!1);case"unmute":return this.#e.setMicrophone(!0);case"end":return this.#e.end()}}#l(e,r){let n=this.#o;this.#t=this.#t.then(()=>n===this.#o?this.#e[r](e.text??""):void 0).catch(()=>{}).then(()=>this.#s(e.id))}#s(e){this.#r.add(e),this.#e.done(e)}};function S(t,e){t==="start"&&(globalThis.__santa_timing={});let r=globalThis.__santa_timing??={};r[t]??=e}var J={permission:3e4,leave:3e3,reason:1e3},D=class{#e;#n;#r=null;#t=null;#o=null;#i=!1;#l=!1;#s=!1;#a=!1;constructor(e,r){this.#e=e,this.#n=r}async askPermission(){let e=this.#e.askMicrophone(),r=await Y(this.#e.clock,J.permission,e,null);if(this.#a||r===null){e.then(n=>n.release());return}this.#o=r,r.state!=="ready"&&this.#n.record({type:"microphone",state:r.state})}async join(e){if(!(this.#i||this.#a)){this.#i=!0,this.#t=e.greeting,S("session",this.#e.clock.now());try{let r=await this.#u(e.dialect);if(this.#a)return;let n=ne(e.api_url,this.#e.base);this.#r=r({apiUrl:n,token:e.token,avatar:e.avatar??null},i=>this.#c(i)),await this.#r.start()}catch(r){let{code:n,message:i}=r instanceof P?r:new P("start_failed",String(r));return this.#b(n,i)}this.#a||(S("connected",this.#e.clock.now()),this.#l=!0,this.#p(),this.#o?.state==="ready"&&await this.setMicrophone(!0))}}async speak(e,r){if(this.#r===null||this.#a)throw new P("no_session","There is no session to speak in.");await this.#r[e](r)}interrupt(){this.#r===null||this.#a||(this.#e.screen.hush(),this.#r.interrupt())}async setMicrophone(e){if(!(this.#r===null||this.#a)){try{await this.#r.setMicrophone(e),this.#v(e?"on":"off")}catch(r){this.#v(Q(r))}this.#o?.release()}}async leave(){this.#a=!0,this.#r!==null&&await Y(this.#e.clock,J.leave,this.#r.end(),void 0),this.#o?.release(),this.#e.screen.clear()}#u(e){return this.#e.load(e).catch(r=>{throw new P("load_failed",String(r))})}#c(e){this.#n.record(e),e.type==="avatar_start_talking"&&this.#e.screen.speak(),e.type==="stream_ready"&&this.#g(),e.type==="disconnected"&&!this.#a&&this.#m(e.reason)}#g(){let e=this.#r;if(e===null||this.#a)return;let r=n=>e.attach(n);this.#e.screen.show(r,()=>this.#f(),n=>this.#n.sound(n))}#f(){this.#a||(S("firstFrame",this.#e.clock.now()),this.#s=!0,this.#n.live(),this.#p())}#p(){let e=this.#t;!e||!this.#l||!this.#s||(this.#t=null,this.speak("say",e).catch(()=>{}))}#m(e){this.#l?this.#n.lost():this.#e.clock.after(J.reason,()=>this.#b("disconnected",e))}#b(e,r){this.#a||this.#n.failed(e,r)}#v(e){this.#a||this.#n.record({type:"microphone",state:e})}};var F=class{#e=[];#n=0;#r=0;#t=!1;append(e,r){this.#n+=1;let n={...e,seq:this.#n,at:r};return this.#e.push(n),n}ack(e){e<=this.#r||(this.#r=e,this.#e=this.#e.filter(r=>r.seq>e))}resume(e){!this.#t&&e>this.#r&&(this.#e=this.#e.map(r=>({...r,seq:r.seq+e})),this.#n+=e),this.ack(e)}batch(){let e=this.#e.slice(0,200);return e.length>0&&(this.#t=!0),e}get empty(){return this.#e.length===0}};var T={done:1e3,protocol:4400,ticket:4401,taken:4409},Ye=new Set(["welcome","ack","session","command","meter","refused","summary"]);function le(t){if(typeof t!="string")return null;try{let e=JSON.parse(t),r=e?.kind;return typeof r=="string"&&Ye.has(r)?e:null}catch{return null}}var X=[250,500,1e3,2e3,4e3],Qe=5e3,Je=new Set(Object.values(T)),Xe=.1,z=class{#e;#n=null;#r=!1;#t=!1;#o=0;#i=0;#l=0;#s={start:!1,session:!1,open:!0};#a=()=>{};#u=()=>{};constructor(e){this.#e=e}open(){this.#e.onState(this.#t?"lost":"opening");let{call:e,ticket:r,tab:n}=this.#e,i=this.#e.connect(this.#e.url);this.#n=i,i.onopen=()=>this.#m({kind:"hello",call:e,ticket:r,tab:n,resume:this.#t}),i.onmessage=a=>this.#g(a.data),i.onclose=a=>this.#p(i,a.code),this.#u(),this.#u=this.#e.clock.every(Qe,()=>this.#f())}start(){this.#s.start=!0,this.#c()}done(e){this.#r&&this.#m({kind:"done",id:e})}flush(){if(!this.#r||this.#i>0)return;let e=this.#e.journal.batch();this.#i=e.at(-1)?.seq??0,e.length>0&&this.#m({kind:"events",events:e})}hurry(){this.#s.open&&this.#n===null&&(this.#a(),this.open())}close(){this.#s.open=!1,this.#a(),this.#u(),this.#n?.close(T.done)}#c(){this.#r&&this.#s.start&&!this.#s.session&&this.#m({kind:"start"})}#g(e){let r=le(e);if(r!==null){switch(this.#l=0,r.kind){case"welcome":this.#r=!0,this.#t=!0,this.#o=0,this.#e.journal.resume(r.acked),this.#e.onState("open"),this.#c(),this.flush();break;case"ack":this.#e.journal.ack(r.seq),r.seq>=this.#i&&(this.#i=0),this.flush();break;case"session":this.#s.session=!0;break;default:}this.#e.onFrame(r)}}#f(){if(this.#r){if(this.#i>0&&(this.#l+=1),this.#l>2)return this.#p(this.#n,0);this.#m({kind:"beat"}),this.#i=0,this.flush()}}#p(e,r){if(e===null||e!==this.#n)return;if(this.#n=null,e.onclose=e.onmessage=null,r===0&&e.close(),this.#r=!1,this.#i=this.#l=0,this.#u(),!this.#s.open||Je.has(r))return this.#s.open=!1,this.#e.onState("closed",r);this.#e.onState("lost",r);let n=X[Math.min(this.#o,X.length-1)]??X[0];this.#o+=1,this.#a=this.#e.clock.after(n*(1+Xe*this.#e.random()),()=>this.open())}#m(e){this.#n?.readyState===WebSocket.OPEN&&this.#n.send(JSON.stringify(e))}};var pe={turns:[],avatar:null,avatarComplete:!1,late:null,guest:null,guestSince:null};function me(t,e){switch(e.type){case"avatar_start_talking":return t.avatar===null?ce(t,e.at):t;case"avatar_talking_message":{let r=t.avatarComplete?C(t,"avatar","done",e.at):t,n=r.avatar===null?ce(r,e.at):r;return V(n,n.avatar,e.text,e.cumulative)}case"avatar_end_message":{let r=t.avatar??t.late,i=e.text!==void 0&&(t.avatar!==null||e.text.trim()!=="")?V(t,r,e.text??"",!0):t;return{...i,avatarComplete:i.avatar!==null,late:null}}case"avatar_stop_talking":return C(t,"avatar","done",e.at);case"interrupted":return C(t,"avatar","interrupted",e.at);case"user_start":return{...t,guestSince:e.at};case"user_talking_message":{let r=t.guest===null?ue(t,e.at):t;return V(r,r.guest,e.text,e.cumulative)}case"user_end_message":{if(t.guest===null&&e.text===void 0)return t;let r=t.guest===null?ue(t,e.at):t,n=e.text===void 0?r:V(r,r.guest,e.text,!0);return C(n,"guest","done",e.at)}case"typed":return e.intent==="say"?t:Z(t,{speaker:"guest",text:e.text,source:"typed",state:"done",started_at:e.at,ended_at:e.at});case"disconnected":return de(t,e.at);case"phase":return e.phase==="ended"?de(t,e.at):t;default:return t}}function Z(t,e){return{...t,turns:[...t.turns,e]}}function he(t,e){return{speaker:t,text:"",source:"spoken",state:"open",started_at:e,ended_at:null}}function ce(t,e){return{...Z(t,he("avatar",e)),avatar:t.turns.length,avatarComplete:!1,late:null}}function ue(t,e){let r=he("guest",t.guestSince??e);return{...Z(t,r),guest:t.turns.length,guestSince:null}}function V(t,e,r,n){if(e===null)return t;let i=t.turns.map((a,s)=>s===e?{...a,text:n?r:Ze(a.text,r)}:a);return{...t,turns:i}}function Ze(t,e){return t===""||e===""||/\s$/.test(t)||/^[\s.,!?;:']/.test(e)?t+e:`${t} ${e}`}function C(t,e,r,n){let i=t[e];if(i===null)return t;let a=e==="avatar"?{...t,avatar:null,avatarComplete:!1}:{...t,guest:null};if(t.turns[i]?.text.trim()==="")return et(a,i);let s=t.turns.map((d,g)=>g===i?{...d,state:r,ended_at:n}:d),c=e==="avatar"&&!t.avatarComplete?i:t.late;return{...a,turns:s,late:c}}function et(t,e){let r=n=>n!==null&&n>e?n-1:n;return{...t,turns:t.turns.filter((n,i)=>i!==e),avatar:r(t.avatar),guest:r(t.guest),late:r(t.late)}}function de(t,e){return C(C(t,"avatar","done",e),"guest","done",e)}var ge={idle:"Ready",asking:"Asking",connecting:"Connecting",live:"Live",ending:"Ending",ended:"Ended",failed:"Not connected"};function fe(t,e){return{idle:`${e} is ready when you are.`,asking:"Your browser asks for the microphone. You can also type.",connecting:`Finding ${e} \u2026`,live:"",ending:"Saying goodbye \u2026",ended:""}[t]}var q=t=>`AI ${t} \xB7 computer-made picture and voice`,ye={UNKNOWN:"Checking the connection",GOOD:"Good connection",BAD:"Weak connection"},te={on:{label:"Microphone on",note:""},off:{label:"Microphone off",note:""},refused:{label:"Microphone blocked",note:"Your browser blocks the microphone. Allow it in the address bar, or type below."},missing:{label:"No microphone",note:"No microphone was found. Plug one in and press the button, or type below."},unavailable:{label:"Microphone unavailable",note:"The microphone cannot be used here: another program may hold it, or the page is not on https. You can type."}},ve={transcription:"Simulated call: your words are written down by a transcription service.",script:"Simulated call: a scripted child answers when you speak. Typed words are your own.",vendor:"Your words are written down by the avatar service."},u={muteHint:"Turn the microphone off (M)",unmuteHint:"Turn the microphone on (M)",field:t=>`Write to ${t}`,ask:"Ask",askHint:"Send your words and get an answer (Enter)",say:"Say",sayHint:t=>`${t} speaks these words exactly`,interrupt:"Interrupt",interruptHint:t=>`Stop ${t} speaking (Esc)`,hangUp:"Hang up",back:"Back to the call",sound:"Tap for sound",copy:"Copy transcript",copied:"Copied",copyFailed:"Not copied: select the text by hand"},w={title:"Transcript",empty:"What you both say appears here.",you:"You",typed:"typed",interrupted:"interrupted"},x={title:"The call is over",waiting:"Adding up \u2026",duration:"Duration",turns:"Turns",turnsValue:(t,e,r)=>`${t} by you, ${e} by ${r}`,credits:"Credits",unknownCredits:"not known yet",localReason:"The call has ended. Our server is still adding up its final figures."},be="The link to our server is being restored. The call goes on.",ke={what:`That is more than ${1e3} characters.`,fix:"Nothing was sent and your words are still here. Please shorten them."},we={what:"That was not sent.",fix:"Your words are still here. Please try once more."};function xe(t){return{line_unreachable:{what:"Our server does not answer.",fix:"Check your internet connection, then start a new call."},no_picture:{what:"The picture did not arrive.",fix:"The network may block video calls. Try another network, then start a new call."},chat_socket_failed:{what:"The avatar's chat connection did not open.",fix:"Wait a moment, then start a new call."},load_failed:{what:"A part of this page did not load.",fix:"Reload the page, then start a new call."}}[t]??{what:"The call could not start.",fix:"Wait a moment, then start a new call. If it happens again, the server's log names the cause."}}function Se(t){switch(t){case T.ticket:return{what:"This call's ticket is no longer valid.",fix:"Start a new call."};case T.taken:return{what:"This call is open in another tab.",fix:"Go on there, or start a new call here."};case T.protocol:return{what:"This page and our server do not understand each other.",fix:"Reload the page, then start a new call."};default:return null}}function M(t){let e=a=>String(a).padStart(2,"0"),[r,n,i]=[Math.floor(t/3600),Math.floor(t/60)%60,Math.floor(t)%60];return r>0?`${r}:${e(n)}:${e(i)}`:`${n}:${e(i)}`}function Te(t,e){switch(e.type){case"event":return tt({...t,transcript:me(t.transcript,e.event)},e.event);case"line":return{...t,line:e.state};case"meter":return{...t,seconds:e.seconds,credits:e.credits,metered:!0};case"tick":return t.metered?{...t,metered:!1}:{...t,seconds:t.seconds+1};case"sound":return{...t,soundBlocked:e.blocked};case"failure":return{...t,failure:t.failure??e.failure};case"notice":return{...t,notice:e.notice};case"summary":return{...t,summary:e.summary};default:return Ee(e)}}function tt(t,e){switch(e.type){case"phase":return e.phase==="ended"?{...t,phase:"ended",avatarTalking:!1,guestTalking:!1,microphone:"off",notice:null,soundBlocked:!1}:{...t,phase:e.phase};case"avatar_start_talking":return{...t,avatarTalking:!0};case"avatar_stop_talking":case"interrupted":return{...t,avatarTalking:!1};case"user_start":return{...t,guestTalking:!0};case"user_stop":return{...t,guestTalking:!1};case"microphone":return{...t,microphone:e.state};case"quality_changed":return{...t,quality:e.quality};case"failed":return{...t,failure:t.failure??xe(e.code)};case"session_created":case"stream_ready":case"avatar_talking_message":case"avatar_end_message":case"user_talking_message":case"user_end_message":case"user_silence":case"typed":case"disconnected":case"hangup":return t;default:return Ee(e)}}function Ee(t){throw new TypeError(`not handled: ${JSON.stringify(t)}`)}var B={phase:"idle",failure:null,notice:null,transcript:pe,avatarTalking:!1,guestTalking:!1,microphone:"off",quality:"UNKNOWN",seconds:0,metered:!1,credits:null,line:"opening",soundBlocked:!1,summary:null};function _(t){return t.failure===null?t.phase:"failed"}function Ce(t){return t.phase!=="idle"&&t.phase!=="ended"}function Me(t){return t.phase==="live"?t.transcript.turns.at(-1)??null:null}function _e({transcript:t,seconds:e,credits:r}){let n=i=>t.turns.filter(a=>a.speaker===i).length;return{seconds:e,guest_turns:n("guest"),avatar_turns:n("avatar"),credits:r??x.unknownCredits,reason:"unknown",reason_text:x.localReason}}var U={line:2e4,session:75e3,picture:45e3,summary:1e4},$=class{data;#e;#n=new F;#r;#t;#o;#i=B;#l=!1;#s=Promise.resolve();#a=!1;#u=!1;#c=()=>{};#g=()=>{};#f=()=>{};constructor(e,r){this.data=e,this.#e=r,this.#r=new z({url:new URL("line",r.base).href.replace(/^http/,"ws"),call:e.id,ticket:e.ticket,tab:r.tab,journal:this.#n,clock:r.clock,random:r.random,connect:r.connect,onFrame:n=>this.#m(n),onState:(n,i)=>this.#E(n,i)}),this.#t=new D(r,{record:n=>this.#h(n),live:()=>this.#b(),lost:()=>{this.#y(null)},failed:(n,i)=>this.#v(n,i),sound:n=>this.#d({type:"sound",blocked:n})}),this.#o=new R({say:n=>this.#t.speak("say",n),ask:n=>this.#t.speak("ask",n),interrupt:()=>this.interrupt(),setMicrophone:n=>{this.#t.setMicrophone(n)},end:()=>{this.end("server")},done:n=>this.#r.done(n)})}get state(){return this.#i}get running(){return Ce(this.#i)}begin(){S("start",this.#e.clock.now()),this.#h({type:"phase",phase:"asking"}),this.#w(U.line,"line_unreachable"),this.#r.open(),this.#p()}async send(e,r){let n=r.trim();if(n===""||this.#i.phase!=="live")return!1;if(n.length>1e3)return this.#S(ke);try{await this.#t.speak(e,n)}catch{return this.#S(we)}return this.#h({type:"typed",text:n,intent:e}),this.#d({type:"notice",notice:null}),!0}interrupt(){this.#o.drop(),this.#t.interrupt()}toggleMicrophone(){this.#t.setMicrophone(this.#i.microphone!=="on")}allowSound(){this.#e.screen.allowSound()}end(e){return this.#y(e)}hurry(){this.#r.hurry()}leavePage(){if(!this.running)return;let e=JSON.stringify({call:this.data.id,ticket:this.data.ticket});this.#e.beacon(new URL("line/hangup",this.#e.base).href,e)}async#p(){await this.#t.askPermission(),!this.#l&&(this.#h({type:"phase",phase:"connecting"}),this.#r.start())}#m(e){switch(e.kind){case"welcome":return S("line",this.#e.clock.now()),this.#w(U.session,"no_picture");case"ack":return this.#x();case"session":return this.#w(U.picture,"no_picture"),void this.#t.join(e);case"command":return this.#o.carryOut(e);case"meter":return this.#d({type:"meter",seconds:e.seconds,credits:e.credits});case"refused":return this.#d({type:"failure",failure:{what:e.what,fix:e.fix}}),void this.#y(null);case"summary":{let{kind:r,...n}=e;return this.#y(null),this.#k(n)}}}#b(){this.#c(),this.#h({type:"phase",phase:"live"}),this.#f=this.#e.clock.every(1e3,()=>this.#d({type:"tick"}))}#v(e,r){this.#l||(this.#h({type:"failed",code:e,message:r}),this.#y(null))}#y(e){return!this.#l&&this.running&&(this.#s=this.#T(e)),this.#s}async#T(e){this.#l=!0,this.#o.drop(),this.#c(),this.#f(),this.#h({type:"phase",phase:"ending"}),e!==null&&this.#h({type:"hangup",by:e}),await this.#t.leave(),this.#h({type:"phase",phase:"ended"}),this.#u?this.#k(null):this.#a||(this.#g=this.#e.clock.after(U.summary,()=>this.#k(null)))}#k(e){this.#g(),(e!==null||this.#i.summary===null)&&this.#d({type:"summary",summary:e??_e(this.#i)}),this.#a||this.#e.onEnded(this.data.id),this.#a=!0,this.#x()}#E(e,r){if(this.#d({type:"line",state:e}),e!=="closed")return;this.#u=!0;let n=Se(r);n!==null&&!this.#a&&this.#d({type:"failure",failure:n}),this.#i.phase==="ended"?this.#k(null):this.#y(null)}#x(){this.#a&&!this.running&&this.#n.empty&&this.#r.close()}#w(e,r){this.#c(),!(this.#l||this.#i.phase==="live")&&(this.#c=this.#e.clock.after(e,()=>this.#v(r,"It took too long.")))}#S(e){return this.#d({type:"notice",notice:e}),!1}#h(e){let r=this.#n.append(e,this.#e.clock.now());this.#d({type:"event",event:r}),this.#r.flush()}#d(e){this.#i=Te(this.#i,e),this.#e.onChange(this.#i)}};function o(t,e={},...r){let n=document.createElement(t);for(let[i,a]of Object.entries(e))n.setAttribute(i,a);return n.append(...r),n}function l(t,e){t.textContent!==e&&(t.textContent=e)}function h(t,e){t.hidden===e&&(t.hidden=!e)}var Ae={ask:"M20 2H4c-1.1 0-2 .9-2 2v18l4-4h14c1.1 0 2-.9 2-2V4c0-1.1-.9-2-2-2z",back:"M21 11V3h-8l3.29 3.29-10 10L3 13v8h8l-3.29-3.29 10-10z",check:"M12 2a10 10 0 100 20 10 10 0 000-20zm-2 15l-5-5 1.41-1.41L10 14.17l7.59-7.59L19 8l-9 9z",copy:"M16 1H4c-1.1 0-2 .9-2 2v14h2V3h12V1zm3 4H8c-1.1 0-2 .9-2 2v14c0 1.1.9 2 2 2h11c1.1 0 2-.9 2-2V7c0-1.1-.9-2-2-2zm0 16H8V7h11v14z",hangup:"M12 9c-1.6 0-3.15.25-4.6.72v3.1c0 .39-.23.74-.56.9-.98.49-1.87 1.12-2.66 1.85-.18.18-.43.28-.7.28-.28 0-.53-.11-.71-.29L.29 13.08A.99.99 0 010 12.38c0-.28.11-.53.29-.71C3.34 8.78 7.46 7 12 7s8.66 1.78 11.71 4.67c.18.18.29.43.29.71 0 .28-.11.53-.29.71l-2.48 2.48c-.18.18-.43.29-.71.29-.27 0-.52-.11-.7-.28-.79-.74-1.69-1.36-2.67-1.85-.33-.16-.56-.5-.56-.9v-3.1C15.15 9.25 13.6 9 12 9z",interrupt:"M7 6h10a1 1 0 011 1v10a1 1 0 01-1 1H7a1 1 0 01-1-1V7a1 1 0 011-1z",live:"M12 4a8 8 0 100 16 8 8 0 000-16z",mic:"M12 14c1.66 0 3-1.34 3-3V5c0-1.66-1.34-3-3-3S9 3.34 9 5v6c0 1.66 1.34 3 3 3zm5.3-3c0 3-2.54 5.1-5.3 5.1S6.7 14 6.7 11H5c0 3.41 2.72 6.23 6 6.72V21h2v-3.28c3.28-.48 6-3.3 6-6.72h-1.7z",micOff:"M19 11h-1.7c0 .74-.16 1.43-.43 2.05l1.23 1.23c.56-.98.9-2.09.9-3.28zm-4.02.17c0-.06.02-.11.02-.17V5c0-1.66-1.34-3-3-3S9 3.34 9 5v.18l5.98 5.99zM4.27 3L3 4.27l6.01 6.01V11c0 1.66 1.33 3 2.99 3 .22 0 .44-.03.65-.08l1.66 1.66c-.71.33-1.5.52-2.31.52-2.76 0-5.3-2.1-5.3-5.1H5c0 3.41 2.72 6.23 6 6.72V21h2v-3.28c.91-.13 1.77-.45 2.54-.9L19.73 21 21 19.73 4.27 3z",say:"M6 17h3l2-4V7H5v6h3zm8 0h3l2-4V7h-6v6h3z",signal:"M4 16h3v4H4zM10.5 11h3v9h-3zM17 5h3v15h-3z",signalWeak:"M4 16h3v4H4zM10.5 17h3v3h-3zM17 17h3v3h-3z",sound:"M3 9v6h4l5 5V4L7 9H3zm13.5 3c0-1.77-1.02-3.29-2.5-4.03v8.05c1.48-.73 2.5-2.25 2.5-4.02zM14 3.23v2.06c2.89.86 5 3.54 5 6.71s-2.11 5.85-5 6.71v2.06c4.01-.91 7-4.49 7-8.77s-2.99-7.86-7-8.77z",wait:"M6 2v6l4 4-4 4v6h12v-6l-4-4 4-4V2H6zm10 14.5V20H8v-3.5l4-4 4 4z",warning:"M1 21h22L12 2 1 21zm12-3h-2v-2h2v2zm0-4h-2v-4h2v4z"},Pe="http://www.w3.org/2000/svg";function k(t){let e=document.createElementNS(Pe,"svg");return e.setAttribute("viewBox","0 0 24 24"),e.setAttribute("aria-hidden","true"),e.setAttribute("class","icon"),e.append(document.createElementNS(Pe,"path")),E(e,t),e}function E(t,e){let r=t.firstElementChild;r?.getAttribute("d")!==Ae[e]&&r?.setAttribute("d",Ae[e])}function Ne(t){let e=k("mic"),r=o("span"),n=o("button",{class:"mic",type:"button","aria-keyshortcuts":"m"},e,r);n.onclick=()=>t.toggleMicrophone();let i=o("p",{class:"mic-note",id:"mic-note"});n.setAttribute("aria-describedby",i.id);let a=o("input",{class:"field",type:"text",autocomplete:"off",enterkeyhint:"send"}),s=j("primary","ask",u.ask,u.askHint,"submit"),c=j("","say",u.say,"","button"),d=o("form",{class:"compose"},a,s,c),g=async p=>{let A=a.value;await t.send(p,A)&&a.value===A&&(a.value="")};d.onsubmit=p=>{p.preventDefault(),g("ask")},c.onclick=()=>{g("say")};let y=j("","interrupt",u.interrupt,"","button");y.setAttribute("aria-keyshortcuts","Escape"),y.onclick=()=>t.interrupt();let m=j("danger","hangup",u.hangUp,"","button");m.onclick=()=>t.hangUp();let f=o("p",{class:"notice",role:"alert"}),v=o("p",{class:"notice quiet",role:"status"},k("wait"),be),b=o("div",{class:"controls"},n,d,y,m,i,f,v);return{element:b,update({state:p,call:A}){let N=p.phase==="live",L=p.microphone==="on",{name:O}=A.agent;h(b,p.phase!=="idle"&&p.phase!=="ended"),n.disabled=a.disabled=s.disabled=c.disabled=!N,y.disabled=!N||!p.avatarTalking,m.disabled=p.phase==="ending",n.setAttribute("aria-pressed",String(L)),n.title=L?u.muteHint:u.unmuteHint,E(e,L?"mic":"micOff"),l(r,te[p.microphone].label),n.toggleAttribute("data-hearing",L&&p.guestTalking),l(i,te[p.microphone].note||ve[A.hears]),a.placeholder=u.field(O),a.setAttribute("aria-label",u.field(O)),c.title=u.sayHint(O),y.title=u.interruptHint(O),l(f,p.notice===null?"":`${p.notice.what} ${p.notice.fix}`),h(f,p.notice!==null),h(v,p.line==="lost"&&N)}}}function j(t,e,r,n,i){return o("button",{class:`${t} ${e}`.trim(),type:i,title:n},k(e),o("span",{},r))}var rt={idle:"check",asking:"mic",connecting:"wait",live:"live",ending:"hangup",ended:"check",failed:"warning"};function W(){let t=k("check"),e=o("span"),r=o("span",{class:"badge",role:"status"},t,e);return{element:r,update({state:n}){let i=_(n);r.dataset.status=i,E(t,rt[i]),l(e,ge[i])}}}function Le(){let t=o("span",{class:"time"}),e=o("span",{class:"credits"}),r=k("signal"),n=o("span",{class:"quality-word"}),i=o("span",{class:"quality"},r,n),a=o("span",{class:"meter"},i,e,t);return{element:a,update({state:s}){h(a,s.phase==="live"||s.phase==="ending"),l(t,M(s.seconds)),l(e,s.credits===null?"":`${s.credits} credits`),h(e,s.credits!==null),h(i,s.quality!=="UNKNOWN"),i.dataset.quality=s.quality,E(r,s.quality==="BAD"?"signalWeak":"signal"),l(n,ye[s.quality])}}}var Oe=180;function Ie(t){let e=o("img",{class:"poster",alt:""});e.onerror=()=>h(e,!1);let r=o("div",{class:"slot"}),n=W(),i=Le(),a=o("p",{class:"progress",role:"status"}),s=o("p",{class:"caption","aria-hidden":"true"}),c=o("button",{class:"sound",type:"button"},k("sound"),u.sound);c.onclick=()=>t.allowSound();let d=o("p",{class:"made-by"}),g=o("div",{class:"picture-top"},n.element,i.element),y=o("div",{class:"picture-bottom"},a,s,d),m=o("div",{class:"picture"},e,r,g,c,y);return{element:m,slot:r,update(f){let{state:v,call:b}=f;m.dataset.status=_(v),m.toggleAttribute("data-talking",v.avatarTalking),e.getAttribute("src")!==b.agent.picture&&(e.setAttribute("src",b.agent.picture),h(e,!0)),n.update(f),i.update(f),l(a,fe(v.phase,b.agent.name)),h(a,a.textContent!==""),h(c,v.soundBlocked),l(d,q(b.agent.name));let p=nt(v);m.toggleAttribute("data-captioned",p!==""),p!==""&&l(s,p)}}}function nt(t){let e=Me(t);if(e===null||e.state!=="open"||e.text==="")return"";let r=e.text.length<=Oe?e.text:`\u2026 ${e.text.slice(-Oe).replace(/^\S*\s/,"")}`;return e.speaker==="guest"?`${w.you}: ${r}`:r}var it=48;function He(){let t=[],e=o("p",{class:"empty"},w.empty),r=o("div",{class:"turns",role:"log","aria-live":"polite","aria-label":w.title,tabindex:"0"},e),n=o("h2"),i=o("section",{class:"transcript"},n,r),a=!0;return r.onscroll=()=>{a=r.scrollHeight-r.scrollTop-r.clientHeight<it},{element:i,update({state:s,call:c}){let{turns:d}=s.transcript,g=s.phase==="idle";for(l(n,g?c.agent.name:w.title),l(e,g?c.agent.description:w.empty);t.length>d.length;)t.pop()?.element.remove();d.forEach((y,m)=>{let f=t[m]??=ot(r);at(f,y,c.agent.name)}),h(e,d.length===0),a&&(r.scrollTop=r.scrollHeight)}}}function Re(t,e){return t.map(r=>`${r.speaker==="guest"?w.you:e}: ${r.text}`).join(`
`)}function ot(t){let e=o("p",{class:"words"}),r=o("span",{class:"note"}),n=o("span",{class:"speaker"}),i=o("div",{class:"turn"},o("p",{class:"who"},n,r),e);return t.append(i),{element:i,text:e,note:r}}function at({element:t,text:e,note:r},n,i){t.dataset.speaker=n.speaker,t.dataset.state=n.state,t.setAttribute("aria-busy",String(n.state==="open"));let a=t.querySelector(".speaker");a!==null&&l(a,n.speaker==="guest"?w.you:i),l(r,n.state==="interrupted"?w.interrupted:n.source==="typed"?w.typed:""),l(e,n.text)}function De(t){let e=o("h2"),r=o("p",{class:"reason",role:"status"}),[n,i,a]=[o("dd"),o("dd"),o("dd")],s=o("dl",{},re(x.duration,n),re(x.turns,i),re(x.credits,a)),c=o("span",{"aria-live":"polite"},u.copy),d=o("button",{class:"copy",type:"button"},k("copy"),c),g=o("section",{class:"summary"},e,r,s,d),y="",m="";return d.onclick=async()=>l(c,await t.copy(y)?u.copied:u.copyFailed),{element:g,update(f){let{state:v}=f,{summary:b}=v;y=Re(v.transcript.turns,f.call.agent.name),m!==f.call.id&&l(c,u.copy),m=f.call.id,h(g,v.phase==="ended"),l(e,v.failure?.what??x.title),l(r,st(f)),h(s,b!==null&&(v.failure===null||b.seconds>0)),h(d,v.transcript.turns.length>0),b!==null&&(l(n,M(b.seconds)),l(i,x.turnsValue(b.guest_turns,b.avatar_turns,f.call.agent.name)),l(a,b.credits))}}}function st({state:t}){return t.failure?.fix??t.summary?.reason_text??x.waiting}function re(t,e){return o("div",{},o("dt",{},t),e)}function Fe(t){let e=Ie(t),r=[e,He(),Ne(t),De(t)],[,n,i,a]=r,s=o("div",{class:"columns"},e.element,n.element),c=o("section",{class:"full"},s,i.element,a.element);return{element:c,slot:e.slot,update(d){c.dataset.status=_(d.state),c.setAttribute("aria-label",`Call with ${d.call.agent.name}`);for(let g of r)g.update(d)}}}function ze(t,e){if(!(t.defaultPrevented||t.repeat||t.ctrlKey||t.metaKey||t.altKey)){if(t.key==="Escape")e.interrupt();else if(t.key.toLowerCase()==="m"&&!lt(t.composedPath()[0]))e.toggleMicrophone();else return;t.preventDefault()}}function lt(t){return t instanceof HTMLElement?t.isContentEditable||["INPUT","TEXTAREA","SELECT"].includes(t.tagName):!1}function Ve(t){let e=o("div",{class:"slot"}),r=o("strong"),n=o("span",{class:"time"}),i=o("p",{class:"made-by"}),a=W(),s=o("button",{class:"primary back",type:"button"},k("back"),o("span",{},u.back));s.onclick=()=>t.openCall();let c=o("button",{class:"danger hangup",type:"button",title:u.hangUp,"aria-label":u.hangUp},k("hangup"));c.onclick=()=>t.hangUp();let d=o("div",{class:"mini-picture"},e,i),g=o("p",{class:"mini-head"},r,a.element,n),y=o("aside",{class:"mini"},d,g,o("div",{class:"mini-buttons"},s,c));return{element:y,slot:e,update(m){y.setAttribute("aria-label",`Call with ${m.call.agent.name}`),l(r,m.call.agent.name),l(n,M(m.state.seconds)),l(i,q(m.call.agent.name)),a.update(m),c.disabled=m.state.phase==="ending"}}}var G=class{#e;#n;#r=new Set;#t=null;#o={view:"hidden",prepare:null,call:null};#i=null;#l=null;#s=null;#a=0;constructor(e){this.#e=e;let r={send:(n,i)=>this.#t?.send(n,i)??Promise.resolve(!1),interrupt:()=>this.#t?.interrupt(),toggleMicrophone:()=>this.#t?.toggleMicrophone(),allowSound:()=>this.#t?.allowSound(),hangUp:()=>{this.#t?.end("guest")},openCall:()=>this.#i?.setTriggerValue("open_call",!0),copy:se};this.#n={full:Fe(r),mini:Ve(r)},addEventListener("pagehide",()=>this.#t?.leavePage()),addEventListener("online",()=>this.#t?.hurry()),document.addEventListener("keydown",n=>{this.#s===this.#n.full&&this.#t?.state.phase==="live"&&ze(n,r)})}receive(e,r,n){return this.#o=e,this.#i=r,this.#l=n,e.prepare!==null&&this.#e.load(e.prepare).catch(()=>{}),e.call?.start===!0&&this.#u(e.call),this.#c(),++this.#a}park(e){if(e!==this.#a||(this.#l=this.#i=this.#s=null,this.#t?.running!==!0))return;let{video:r}=this.#e.screen;r.hidden=!0,document.body.append(r),this.#e.screen.play()}#u(e){if(this.#r.has(e.id))return;this.#r.add(e.id);let r=this.#t?.end("guest")??Promise.resolve(),n=new $(e,{...this.#e,onChange:()=>this.#t===n&&this.#c(),onEnded:i=>this.#i?.setStateValue("ended",{call:i})});this.#t=n,r.then(()=>n.begin())}#c(){if(this.#l===null)return;let e=this.#g(),r=e===null?null:this.#n[this.#f(e)];(r!==this.#s||r?.element.parentNode!==(r===null?void 0:this.#l))&&this.#p(r),r!==null&&e!==null&&r.update(e)}#g(){let e=this.#t;if(e?.running===!0)return{call:e.data,state:e.state};if(this.#o.view!=="full"||this.#o.call===null)return null;let r=e!==null&&e.data.id===this.#o.call.id;return{call:this.#o.call,state:r?e.state:B}}#f(e){return this.#o.view==="full"||e.state.phase==="idle"?"full":"mini"}#p(e){if(this.#s?.element.remove(),this.#s=e,e===null)return;this.#l?.append(e.element);let{screen:r}=this.#e;r.video.hidden=!1,e.slot.append(r.video),r.play()}};var qe=`.stage {
  --ink: var(--st-text-color);
  --paper: var(--st-background-color);
  --panel: var(--st-secondary-background-color);
  --edge: var(--st-border-color);
  --act: color-mix(in srgb, var(--st-primary-color) 88%, var(--ink));
  --red: color-mix(in srgb, var(--st-red-color) 82%, var(--ink));
  --warm: var(--st-orange-color);
  --quiet: color-mix(in srgb, var(--ink) 68%, var(--paper));
  --veil: color-mix(in srgb, var(--paper) 84%, transparent);
  --radius: var(--st-base-radius);
  color: var(--ink);
  font-family: var(--st-font);
  font-size: 1rem;
  line-height: 1.5;
}
.stage *,
.stage *::before {
  box-sizing: border-box;
}
.stage [hidden] {
  display: none !important;
}
.stage h2,
.stage p,
.stage dl,
.stage dd {
  margin: 0;
}
.stage h2 {
  font-size: 1rem;
  font-weight: 650;
}
.icon {
  width: 1.25em;
  height: 1.25em;
  flex: none;
  fill: currentColor;
}
.stage button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: 0.45rem;
  min-height: 2.75rem;
  padding: 0 1rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  font: inherit;
  font-weight: 550;
  white-space: nowrap;
  cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
.stage button:hover:not(:disabled) {
  border-color: var(--quiet);
}
.stage button:disabled {
  opacity: 0.55;
  cursor: default;
}
.stage button.primary {
  border-color: var(--act);
  background: var(--act);
  color: var(--paper);
}
.stage button.danger {
  border-color: var(--red);
  background: var(--red);
  color: var(--paper);
}
.stage button.primary:hover:not(:disabled) {
  background: color-mix(in srgb, var(--act) 86%, var(--ink));
}
.stage button.danger:hover:not(:disabled) {
  background: color-mix(in srgb, var(--red) 86%, var(--ink));
}
.stage :focus-visible {
  outline: 3px solid var(--act);
  outline-offset: 2px;
}
.badge {
  display: inline-flex;
  align-items: center;
  gap: 0.35rem;
  font-weight: 600;
}
.badge[data-status="live"] .icon {
  color: var(--red);
}
.badge[data-status="failed"] .icon {
  color: var(--warm);
}
@media (prefers-reduced-motion: no-preference) {
  .badge[data-status="live"] .icon {
    animation: stage-breathe 2.4s ease-in-out infinite;
  }
}
@keyframes stage-breathe {
  50% {
    opacity: 0.45;
  }
}
`;var Be=`.controls {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr) auto auto;
  grid-template-areas: "mic form interrupt hangup" "note note note note";
  gap: 0.6rem 0.75rem;
}
.controls .mic {
  grid-area: mic;
}
.controls .compose {
  grid-area: form;
}
.controls .interrupt {
  grid-area: interrupt;
}
.controls .hangup {
  grid-area: hangup;
}
.mic-note {
  grid-area: note;
  color: var(--quiet);
  font-size: 0.875rem;
}
.controls .mic[aria-pressed="true"] .icon {
  color: var(--red);
}
.controls .mic[data-hearing] {
  border-color: var(--red);
  box-shadow: 0 0 0 3px color-mix(in srgb, var(--red) 25%, transparent);
}
.compose {
  display: flex;
  gap: 0.5rem;
}
.field {
  flex: 1;
  min-width: 0;
  min-height: 2.75rem;
  padding: 0 0.9rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  /* Below 16 px, phones zoom into a field that is tapped. */
  font: inherit;
  font-size: 1rem;
}
.field::placeholder {
  color: var(--quiet);
  opacity: 1;
}
.notice {
  grid-column: 1 / -1;
  padding: 0.6rem 0.9rem;
  border: 1px solid var(--warm);
  border-radius: var(--radius);
  background: color-mix(in srgb, var(--warm) 12%, var(--paper));
}
.notice.quiet {
  display: flex;
  align-items: center;
  gap: 0.5rem;
  border-color: var(--edge);
  background: var(--panel);
}
@container (max-width: 46rem) {
  .controls {
    grid-template-columns: repeat(3, minmax(0, 1fr));
    grid-template-areas: "form form form" "mic interrupt hangup" "note note note";
  }
  .compose {
    flex-wrap: wrap;
  }
  .field {
    flex-basis: 100%;
    min-height: 3rem;
  }
  .stage .compose button {
    flex: 1;
    min-height: 3rem;
  }
  .stage .controls > button {
    flex-direction: column;
    gap: 0.15rem;
    min-height: 4rem;
    padding: 0.4rem;
    font-size: 0.875rem;
    line-height: 1.2;
    white-space: normal;
  }
}
`;var Ue=`.mini {
  position: fixed;
  right: 1rem;
  bottom: 1rem;
  z-index: 999980;
  display: grid;
  gap: 0.6rem;
  width: 18rem;
  padding: 0.6rem;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--paper);
  box-shadow: 0 0.6rem 2.4rem -0.8rem color-mix(in srgb, var(--ink) 45%, transparent);
}
.mini-picture {
  position: relative;
  aspect-ratio: 16 / 9;
  overflow: hidden;
  border-radius: var(--radius);
  background: var(--panel);
}
.mini .made-by {
  position: absolute;
  left: 0.3rem;
  bottom: 0.3rem;
  max-width: calc(100% - 0.6rem);
  font-size: 0.625rem;
}
.mini-head {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  font-size: 0.9375rem;
}
.mini-head .time {
  margin-left: auto;
}
.mini-buttons {
  display: flex;
  gap: 0.5rem;
}
.mini-buttons .back {
  flex: 1;
}
@media (max-width: 40rem) {
  .mini {
    right: 0;
    bottom: 0;
    left: 0;
    width: auto;
    grid-template: "picture head" auto "picture buttons" auto / 8.5rem minmax(0, 1fr);
    gap: 0.3rem 0.6rem;
    padding: 0.4rem;
    border-width: 1px 0 0;
    border-radius: 0;
  }
  .mini-picture {
    grid-area: picture;
    align-self: center;
  }
  .mini .made-by {
    right: 0;
    bottom: 0;
    left: 0;
    max-width: none;
    border-radius: 0;
    padding: 0 0.2rem;
    font-size: 0.5625rem;
    line-height: 1.25;
  }
  .mini-buttons .back {
    padding: 0 0.4rem;
    font-size: 0.875rem;
  }
}
`;var $e=`.full {
  container-type: inline-size;
  display: flex;
  flex-direction: column;
  gap: 1rem;
}
.columns {
  display: grid;
  grid-template-columns: minmax(0, 1.9fr) minmax(15rem, 1fr);
  gap: 1rem;
}
.picture {
  position: relative;
  aspect-ratio: 16 / 9;
  overflow: hidden;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
  transition: box-shadow 600ms;
}
.picture[data-status="live"] {
  box-shadow: 0 0.9rem 3.2rem -1.2rem color-mix(in srgb, var(--warm) 60%, transparent);
}
.picture[data-status="live"][data-talking] {
  box-shadow: 0 0.9rem 3.6rem -0.6rem color-mix(in srgb, var(--warm) 85%, transparent);
}
.poster,
.slot,
.slot video {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  object-fit: cover;
}
.slot video {
  opacity: 0;
}
[data-status="live"] > .slot video,
[data-status="ending"] > .slot video,
.mini .slot video {
  opacity: 1;
}
.picture[data-status="asking"] .poster,
.picture[data-status="connecting"] .poster {
  filter: blur(1.1rem);
  transform: scale(1.12);
}
.picture[data-status="ended"] .poster,
.picture[data-status="failed"] .poster {
  filter: saturate(0.55);
  opacity: 0.7;
}
.picture-top,
.picture-bottom {
  position: absolute;
  left: 0.75rem;
  right: 0.75rem;
  display: flex;
  gap: 0.5rem;
}
.picture-bottom {
  pointer-events: none;
}
.picture-top {
  top: 0.75rem;
  justify-content: space-between;
  align-items: flex-start;
  font-size: 0.875rem;
}
.picture-top .badge,
.meter,
.caption,
.made-by,
.progress {
  border-radius: var(--radius);
  background: var(--veil);
  color: var(--ink);
}
.picture-top .badge,
.meter {
  padding: 0.3rem 0.7rem;
}
.meter,
.quality {
  display: inline-flex;
  align-items: center;
  gap: 0.35rem 0.8rem;
}
.meter {
  flex-wrap: wrap;
  justify-content: flex-end;
}
.quality {
  gap: 0.35rem;
}
.quality[data-quality="GOOD"] .quality-word {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.quality[data-quality="BAD"] .icon {
  color: var(--warm);
}
.time {
  font-variant-numeric: tabular-nums;
  font-weight: 650;
}
.progress {
  padding: 0.5rem 1.1rem;
  font-size: 1.125rem;
  text-align: center;
  text-wrap: balance;
}
.stage .sound {
  position: absolute;
  top: 50%;
  left: 50%;
  min-height: 3.5rem;
  padding: 0 1.5rem;
  transform: translate(-50%, -50%);
  font-size: 1.125rem;
}
.picture-bottom {
  bottom: 0.75rem;
  flex-direction: column;
  align-items: center;
}
.caption {
  max-width: min(100%, 42rem);
  padding: 0.4rem 0.9rem;
  opacity: 0;
  font-size: 1.125rem;
  line-height: 1.4;
  text-align: center;
  text-wrap: balance;
  transition: opacity 500ms 2500ms;
}
[data-captioned] .caption {
  opacity: 1;
  transition: none;
}
.picture:not([data-status="live"]) .caption {
  display: none;
}
.made-by {
  align-self: flex-start;
  padding: 0.1rem 0.5rem;
  color: var(--ink);
  font-size: 0.75rem;
}
@container (max-width: 46rem) {
  .columns {
    grid-template-columns: minmax(0, 1fr);
  }
  .caption,
  .progress {
    font-size: 0.9375rem;
    padding: 0.3rem 0.6rem;
  }
  .picture-top,
  .picture-bottom {
    left: 0.5rem;
    right: 0.5rem;
  }
  .picture-top {
    top: 0.5rem;
    font-size: 0.8125rem;
  }
  .picture-bottom {
    bottom: 0.5rem;
    gap: 0.3rem;
  }
  .made-by {
    font-size: 0.6875rem;
  }
}
@media (prefers-reduced-motion: reduce) {
  .stage * {
    transition: none !important;
    animation: none !important;
  }
}
`;var je=`.summary {
  display: grid;
  gap: 0.75rem;
  padding: 1.25rem;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
}
.stage .summary h2 {
  font-size: 1.375rem;
}
.summary .reason {
  max-width: 44rem;
}
.summary dl {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem 2.5rem;
}
.summary dt {
  color: var(--quiet);
  font-size: 0.875rem;
}
.summary dd {
  font-size: 1.125rem;
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.summary .copy {
  justify-self: start;
}
`;var We=`.transcript {
  display: flex;
  flex-direction: column;
  min-height: 12rem;
  contain: size;
  overflow: hidden;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
}
.transcript h2 {
  padding: 0.75rem 1rem 0.5rem;
}
.turns {
  flex: 1;
  min-height: 0;
  overflow-y: auto;
  overscroll-behavior: contain;
  padding: 0 1rem 1rem;
}
.turns .empty {
  color: var(--quiet);
}
.turn + .turn {
  margin-top: 0.8rem;
}
.turn .who {
  display: flex;
  gap: 0.5rem;
  color: var(--quiet);
  font-size: 0.8125rem;
}
.turn .speaker {
  font-weight: 650;
}
.turn .note:not(:empty)::before {
  content: "\xB7 ";
}
.turn .words {
  overflow-wrap: anywhere;
  white-space: pre-line;
}
.turn[data-speaker="guest"] .words {
  padding-left: 0.7rem;
  border-left: 3px solid color-mix(in srgb, var(--act) 60%, transparent);
}
.turn[data-state="open"] .words::after {
  content: " \u2026";
  color: var(--quiet);
}
@container (max-width: 46rem) {
  .transcript {
    height: 15rem;
  }
  [data-status="idle"] .transcript {
    height: auto;
    min-height: 0;
    contain: none;
  }
}
`;var gt=Symbol.for("talk-to-santa.stage"),ft=[qe,$e,We,Be,je,Ue].join(`
`);function yt(t){let e=globalThis,r=e[gt]??=new G(ae()),n=vt(t.parentElement),i=r.receive(t.data,t,n);return()=>r.park(i)}function vt(t){let e=t.querySelector(".stage")??t.appendChild(document.createElement("div"));if(e.classList.add("stage"),t.querySelector("style[data-stage]")===null){let r=document.createElement("style");r.dataset.stage="",r.textContent=ft,t.append(r)}return e}export{yt as default};
